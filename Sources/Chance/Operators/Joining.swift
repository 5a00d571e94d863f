internal import Lab
internal import Wire

/// Some messages in a row become one: their bytes, one after the other.
struct Joining: Deed {
  let count: Int
  private var held: [Message] = []

  init(_ count: Int) { self.count = max(2, count) }

  mutating func strike(_ message: Message, random: inout SplitMix64) -> [Parcel] {
    held.append(message)
    return held.count >= count ? flush() : []
  }

  mutating func pass(_ message: Message) -> [Parcel] { flush() + [Parcel(message: message)] }

  mutating func flush() -> [Parcel] {
    guard let first = held.first else { return [] }
    let bytes = held.flatMap(\.payload)
    held = []
    if case .text = first { return [Parcel(message: .text(bytes))] }
    return [Parcel(message: .binary(bytes))]
  }
}
