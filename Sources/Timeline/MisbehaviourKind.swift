/// The ways in which the simulated service can misbehave: the one list of them, for the reader, the schema, the help and the suite.
package enum MisbehaviourKind: String, Sendable, Codable, CaseIterable {
  case hangInHandshake = "hang-in-handshake"
  case slowHandshake = "slow-handshake"
  case refused401 = "refused-401"
  case refused402 = "refused-402"
  case refused429 = "refused-429"
  case refused503 = "refused-503"
  case sessionLimit = "session-limit"
  case noAnswer = "no-answer"
  case halfOpen = "half-open"
  case reset
  case closeNet0000 = "close-net0000"
  case closeNet0001 = "close-net0001"
  case close1008 = "close-1008"
  case close1000 = "close-1000"
  case closeWithoutStatus = "close-without-status"
  case errorMessage = "error-message"
  case messageLimit = "message-limit"
  case resultsLate = "results-late"
  case resultsOutOfOrder = "results-out-of-order"
  case resultsInBurst = "results-in-burst"

  package static var names: [String] { allCases.map(\.rawValue) }

  /// What the service does, behind "the service".
  package var deed: String {
    switch self {
    case .hangInHandshake: "takes the connection and never answers the handshake"
    case .slowHandshake: "answers the handshake after 3 s"
    case .refused401: "refuses with 401, as for a wrong key"
    case .refused402: "refuses with 402, as without credit"
    case .refused429: "refuses with 429, too many requests"
    case .refused503: "refuses with 503, as when it is overloaded"
    case .sessionLimit: "takes one session at a time and refuses another with 429"
    case .noAnswer: "takes audio and answers nothing but pings"
    case .halfOpen: "is gone, and the TCP connection stays: neither results nor pongs"
    case .reset: "resets the connection"
    case .closeNet0000: "closes with 1011 net0000"
    case .closeNet0001: "closes with 1011 net0001"
    case .close1008: "closes with 1008"
    case .close1000: "closes with 1000 in mid-stream"
    case .closeWithoutStatus: "closes without a status in mid-stream"
    case .errorMessage: "sends an Error message and closes with 1011"
    case .messageLimit: "closes with 1009 at a message of more than 1024 bytes"
    case .resultsLate: "answers 3 s late"
    case .resultsOutOfOrder: "sends results in another order"
    case .resultsInBurst: "sends its results in bursts, one every 3 s"
    }
  }

  /// True where the session cannot go on with that connection. Else the relay has only to bring what comes.
  package var endsSession: Bool {
    switch self {
    case .slowHandshake, .resultsLate, .resultsOutOfOrder, .resultsInBurst: false
    default: true
    }
  }

  /// True where the service neither says nor shows that it is through: only a clock of the relay's own can tell.
  package var isSilent: Bool {
    switch self {
    case .hangInHandshake, .noAnswer, .halfOpen: true
    default: false
    }
  }

  /// The status of a refused handshake; nil where it is none.
  package var refusal: Int? {
    switch self {
    case .refused401: 401
    case .refused402: 402
    case .refused429, .sessionLimit: 429
    case .refused503: 503
    default: nil
    }
  }

  /// True where its moment can be chosen; else it is there from the handshake on.
  package var isTimed: Bool {
    switch self {
    case .noAnswer, .halfOpen, .reset, .closeNet0000, .closeNet0001, .close1008, .close1000, .closeWithoutStatus, .errorMessage: true
    default: false
    }
  }

  /// True where it meets every connection unless `times` says otherwise: a service that is down is down for the next dial too.
  var isLasting: Bool { !isTimed }

  var usualMoment: Misbehaviour.Moment { isTimed ? .audio(1_500_000_000) : .handshake }
}
