package import Timeline

/// How a relay dials a service again that failed it.
package struct Redial: Sendable, Equatable {
  /// What of the client's audio goes to a new connection.
  package enum Sent: Sendable, Equatable {
    /// Everything that no final has covered yet.
    case unsettled
    /// What comes from now on.
    case fresh
    /// All of it from the beginning, and so are its results.
    case everything
  }

  /// Attempts in a row before it gives up …
  package var attempts = 4
  /// … and how long it has been without the service by then.
  package var patience: Nanoseconds = .seconds(8)
  package var firstPause: Nanoseconds = .milliseconds(250)
  /// Each pause is so many times the one before.
  package var growth = 2
  package var sent = Sent.unsettled
  /// Whether a container's header goes first on each of them.
  package var sendsHeader = true
  /// Whether results of a later connection get the times of the client's audio.
  package var shiftsTimes = true

  package init() {}

  /// Before an attempt, counted from 1.
  func pause(before attempt: Int) -> Nanoseconds {
    (1..<max(1, min(attempt, 16))).reduce(firstPause) { pause, _ in pause * Nanoseconds(growth) }
  }
}
