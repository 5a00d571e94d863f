/// What one type of the service's messages says: all that is known of the type stands in its own file.
protocol ServiceContent: MessagePart, Sendable, Hashable {
  /// The value of the member `type`, which is not among `members`.
  static var type: String { get }
  /// The members without which nothing can be made of it, for people.
  static var essentials: String { get }
  /// What a client makes of it, field by field, so that what a relay left out does not hide the rest; nil where too little is there.
  static func kind(of value: JSONValue) -> ReadMessage.Kind?
}

extension ServiceContent {
  static var essentials: String { "its members" }
}
