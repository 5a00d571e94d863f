package import Network
package import Store

/// Why a run could not be carried out. A relay that cannot be reached is no failure: it is a verdict.
package enum RunFailure: Error, Sendable {
  case recording(StoreError)
  case listening(BindFailure)
  case proxying(BindFailure)
  /// The relay was to be started, and did not come to take connections.
  case starting(StartFailure)

  /// True where a relay was started and did not come up: what it printed may say why.
  package var isRelays: Bool { if case .starting(let failure) = self { failure.kind == .relay } else { false } }

  /// True where no session was begun.
  package var isBeforePlaying: Bool {
    switch self {
    case .recording: false
    case .listening, .proxying, .starting: true
    }
  }
}
