internal import Lab
internal import Wire

/// Messages in a row become one: their bytes, one after the other.
struct Joining: Deed {
  let count: Int
  /// Of any class, and not only of the one that is struck.
  let takesOthers: Bool
  private var held: [Message] = []

  init(_ count: Int, takesOthers: Bool) {
    self.count = max(2, count)
    self.takesOthers = takesOthers
  }

  mutating func strike(_ message: Message, random: inout SplitMix64) -> [Parcel]? {
    held.append(message)
    return held.count >= count ? flush() : nil
  }

  mutating func pass(_ message: Message) -> [Parcel] {
    if takesOthers, let first = held.first, first.opcode == message.opcode {
      held.append(message)
      return flush()
    }
    return flush() + [Parcel(message: message, isChanged: false)]
  }

  /// What nothing could be joined to is late, at least.
  mutating func flush() -> [Parcel] {
    guard let first = held.first else { return [] }
    let bytes = held.flatMap(\.payload)
    defer { held = [] }
    return [Parcel(message: first.opcode == .text ? .text(bytes) : .binary(bytes))]
  }
}
