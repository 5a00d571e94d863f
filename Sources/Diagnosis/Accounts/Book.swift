/// One account of a session: what goes in must come out.
package enum Book: String, Sendable, CaseIterable {
  /// The client's bytes, and those on each service connection.
  case audio
  /// The service's results, and the client's.
  case results
  /// Stop, KeepAlive, Finalize, and what becomes of them.
  case control
  /// How each hop opens and ends.
  case life
  /// What the client says of its audio, what the bytes are, and what the service is told.
  case declaration
  /// What the service's messages promise, and what it got.
  case promises
  /// What the scenario asks of the client, and what it sent.
  case own

  /// What a line is about that speaks of all of it.
  var matter: String {
    switch self {
    case .audio: "audio"
    case .results: "results"
    case .control: "control messages"
    case .life: "connections"
    case .declaration: "declaration"
    case .promises: "the service's own account"
    case .own: "the client's part"
    }
  }
}
