/// How far a client's attempt to reach the relay comes.
package enum Reach: Sendable, Equatable {
  case open
  /// Nobody listens there.
  case refused
  /// What is sent there is lost on the way, and nobody answers.
  case unanswered
  /// TLS fails, with the code that a driver gives it and a plain sentence.
  case tlsFails(code: String, text: String)
}
