package import Network
package import Store

/// Why a run could not be carried out. A relay that cannot be reached is no failure: it is a verdict.
package enum RunFailure: Error, Sendable {
  case recording(StoreError)
  case listening(BindFailure)
  case proxying(BindFailure)
  /// The relay was to be started, and did not come to take connections.
  case starting(StartFailure)
  /// What is done before anything is played, such as a login, failed.
  case entering(any Error)

  /// True where a relay was started and did not come up, or refused the login: what it printed may say why.
  package var isRelays: Bool {
    switch self {
    case .starting(let failure): failure.kind == .relay
    case .entering: true
    case .recording, .listening, .proxying: false
    }
  }

  /// True where no session was begun.
  package var isBeforePlaying: Bool {
    switch self {
    case .recording: false
    case .listening, .proxying, .starting, .entering: true
    }
  }
}
