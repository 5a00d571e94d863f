/// A text message of a client to the service (PROTOCOL, "Messages").
package enum ClientMessage: Sendable, Hashable {
  /// Resets the idle timer; no answer.
  case keepAlive
  /// Asks for what is pending as a final result.
  case finalize
  /// Ends the stream: remaining Results, Metadata, close 1000.
  case closeStream
  /// A JSON object with another `type`.
  case other(String)

  /// Reads a text frame's payload; nil where it is no JSON object with a `type` that is a string.
  ///
  /// Order of members, white space and further members do not matter; case does.
  package init?(parsing text: [UInt8]) {
    guard let type = (try? JSONValue(parsing: text))?["type"]?.string else { return nil }
    self = Self.known.first { $0.type == type } ?? .other(type)
  }

  /// The message as JSON: `{"type":"CloseStream"}`.
  package var encoded: [UInt8] { Array((["type": .string(type)] as JSONValue).serialized().utf8) }

  /// The value of its `type` member.
  package var type: String {
    switch self {
    case .keepAlive: "KeepAlive"
    case .finalize: "Finalize"
    case .closeStream: "CloseStream"
    case .other(let type): type
    }
  }

  /// The messages that the service documents.
  package static let known: [ClientMessage] = [.keepAlive, .finalize, .closeStream]
}
