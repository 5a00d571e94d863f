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
}
