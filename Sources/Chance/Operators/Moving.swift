internal import Lab
internal import Wire

/// A message waits until some others have overtaken it.
struct Moving: Deed {
  let places: Int
  private var held: [(message: Message, left: Int)] = []

  init(by places: Int) { self.places = places }

  mutating func strike(_ message: Message, random: inout SplitMix64) -> [Parcel] {
    held.append((message, places))
    return []
  }

  mutating func pass(_ message: Message) -> [Parcel] {
    for index in held.indices { held[index].left -= 1 }
    let ready = held.filter { $0.left <= 0 }
    held.removeAll { $0.left <= 0 }
    return ([message] + ready.map(\.message)).map { Parcel(message: $0) }
  }

  mutating func flush() -> [Parcel] {
    defer { held = [] }
    return held.map { Parcel(message: $0.message) }
  }
}
