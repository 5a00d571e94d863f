package import Diagnosis
package import Timeline

/// Who watches a tap. Called from any thread: must not block.
package protocol TapObserver: Sendable {
  func changed(_ session: TapProgress)
  /// Something is certain of a session that still goes on; without secrets.
  func learnt(_ told: LiveFindings.Told)
}

/// How a tapped session goes.
package struct TapProgress: Sendable {
  package var session: Int
  package var about: String
  /// Since it began.
  package var time: Nanoseconds = 0
  /// Messages and their bytes from either end.
  package var sent = (messages: 0, bytes: 0)
  package var received = (messages: 0, bytes: 0)
  package var isOver = false
}
