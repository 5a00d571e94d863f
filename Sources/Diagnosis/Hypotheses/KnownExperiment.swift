/// A built-in scenario as an experiment that could be played: its traits are held against the scenario by a test.
package struct KnownExperiment: Sendable {
  package var scenario: String
  package var traits: Set<Trait>
  /// What it tries, in words.
  var tries: String

  package static let all: [KnownExperiment] = [
    KnownExperiment(
      scenario: "baseline", traits: [.raw, .oneUtterance, .stop, .realTime], tries: "one sentence, headerless, in real time"),
    KnownExperiment(
      scenario: "two-utterances", traits: [.raw, .utterances, .stop, .realTime], tries: "a pause ends the first sentence by itself"),
    KnownExperiment(
      scenario: "wav-header", traits: [.header, .oneUtterance, .stop, .realTime], tries: "the same audio behind a RIFF header"),
    KnownExperiment(
      scenario: "alternative-stop", traits: [.raw, .oneUtterance, .otherStop, .realTime],
      tries: "the service's own CloseStream in place of the profile's stop"),
    KnownExperiment(
      scenario: "stall", traits: [.raw, .utterances, .stop, .realTime, .pause, .long], tries: "a client that says nothing for a while"),
    KnownExperiment(
      scenario: "stall-keepalive", traits: [.raw, .utterances, .stop, .realTime, .long],
      tries: "a client that sends KeepAlive and no audio for a while"),
  ]
}
