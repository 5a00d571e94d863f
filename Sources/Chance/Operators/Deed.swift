internal import Lab
internal import Timeline
internal import Wire

/// What an operator does to the messages that it strikes.
protocol Deed: Sendable {
  /// - Returns: What goes on in place of the message; nil where it is held, and nobody knows yet what becomes of it.
  mutating func strike(_ message: Message, random: inout SplitMix64) -> [Parcel]?
  /// A message that is not struck goes by.
  /// - Returns: It, with what was held until now.
  mutating func pass(_ message: Message) -> [Parcel]
  /// The link ends: what is held goes first.
  mutating func flush() -> [Parcel]
}

extension Deed {
  mutating func pass(_ message: Message) -> [Parcel] { [Parcel(message: message, isChanged: false)] }
  mutating func flush() -> [Parcel] { [] }
}

/// A deed that replaces a message by others, and remembers nothing.
struct Replacing: Deed {
  let change: @Sendable (Message, inout SplitMix64) -> [Parcel]

  mutating func strike(_ message: Message, random: inout SplitMix64) -> [Parcel]? { change(message, &random) }

  /// Each by one other.
  static func by(_ change: @escaping @Sendable (Message, inout SplitMix64) -> Message) -> Replacing {
    Replacing { message, random in [Parcel(message: change(message, &random))] }
  }
}
