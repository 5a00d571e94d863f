internal import Lab
internal import Wire

/// A message waits until some others have overtaken it.
struct Moving: Deed {
  let places: Int
  private var held: [(message: Message, overtaken: Int)] = []

  init(by places: Int) { self.places = places }

  mutating func strike(_ message: Message, random: inout SplitMix64) -> [Parcel]? {
    held.append((message, 0))
    return nil
  }

  mutating func pass(_ message: Message) -> [Parcel] {
    for index in held.indices { held[index].overtaken += 1 }
    let ready = held.filter { $0.overtaken >= places }
    held.removeAll { $0.overtaken >= places }
    return [Parcel(message: message, isChanged: false)] + ready.map { Parcel(message: $0.message) }
  }

  /// What nothing has overtaken is late, at least.
  mutating func flush() -> [Parcel] {
    defer { held = [] }
    return held.map { Parcel(message: $0.message) }
  }
}
