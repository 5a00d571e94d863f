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
  /// A message in which all of these hold.
  case matching([MessageCondition])
  /// The answer to a Ping.
  case pong
  /// Nothing, for as long as `within` says: ends early only if the connection does.
  case silence
}

/// One thing that must hold in a JSON message: something stands there, and it is this value where one is given.
package struct MessageCondition: Sendable, Equatable {
  package var selector: JSONSelector
  package var value: JSONValue?

  package init(_ selector: JSONSelector, value: JSONValue? = nil) {
    self.selector = selector
    self.value = value
  }
}
