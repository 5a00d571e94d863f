package import Speech

/// What an `await` step waits for.
package enum Awaited: Sendable, Equatable {
  /// The relay's Close frame, or the end of the connection.
  case closed
  /// One more final result.
  case final
  case metadata
  /// Any message.
  case message
  /// A JSON message in which this holds.
  case matching(JSONCondition)
  /// The answer to a Ping.
  case pong
  /// Nothing, for as long as `within` says: ends early only if the connection does.
  case silence

  /// Those that are a word and no more, in the order in which messages name them.
  static let plain: [Awaited] = [.closed, .final, .metadata, .message, .pong, .silence]

  /// Its key in a scenario.
  var word: String {
    switch self {
    case .closed: "closed"
    case .final: "final"
    case .metadata: "metadata"
    case .message, .matching: "message"
    case .pong: "pong"
    case .silence: "silence"
    }
  }

  /// In notes.
  package var name: String {
    if case .matching(let condition) = self { "a message with \(condition.json.serialized())" } else { word }
  }
}
