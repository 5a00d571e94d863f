/// How far a scripted client has come: for the live display, never for a verdict.
package struct PlayerProgress: Sendable, Equatable {
  /// Seconds of audio handed to the connection.
  package var audioSent: Double = 0
  /// Seconds of audio that the scenario's `stream` steps send in all.
  package var audioTotal: Double = 0
  /// Data messages that came back.
  package var messages: Int = 0
  /// Final results among them, as far as they can be read.
  package var finals: Int = 0
  /// The step being played, in words; empty before the first and after the last.
  package var step: String = ""
  package var isFinished: Bool = false

  package init() {}
}
