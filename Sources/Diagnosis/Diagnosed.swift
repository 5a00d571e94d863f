package import Timeline

/// A recording that was judged: whoever reports of it has the facts that the judgement rests on, and reads nothing anew.
package struct Diagnosed: Sendable {
  /// As `SessionMatcher` left it: each connection to the service under the session that it belongs to.
  package let recording: Recording
  package let facts: RunFacts
  package let result: DiagnosisResult

  /// - Parameter isStopped: Asked before each rule. Once it says yes, no further rule is asked, and nothing is called healthy.
  package init(_ recorded: consuming Recording, isStopped: () -> Bool = { false }) {
    let recording = SessionMatcher.match(recorded)
    let facts = RunFacts(recording)
    self.init(recording, facts, Diagnosis.judge(facts, recording, isStopped: isStopped))
  }

  /// With what somebody else says of it.
  package init(_ recording: Recording, _ facts: RunFacts, _ result: DiagnosisResult) {
    self.recording = recording
    self.facts = facts
    self.result = result
  }
}
