package import Timeline

/// One misbehaviour of the service, and how the relay took it: a row of the report's chapter.
package struct ResilienceRow: Sendable, Equatable {
  /// What is asked of a relay each time.
  package enum Question: String, Sendable, Codable, CaseIterable {
    case told = "Was the client told?"
    case inTime = "In time?"
    case truthful = "Truthfully?"
    case withoutKey = "Without the relay's key?"
    case nothingForNobody = "Was no audio taken for nobody?"
    case dialledAgain = "Dialled again as it should?"
    case hopsEnded = "Were both hops ended?"
    case nextServed = "Was the next client served?"
  }

  /// One answer; nil is "not asked here".
  package struct Answer: Sendable, Equatable {
    package var question: Question
    package var answer: ChecklistItem.Answer?
    package var reason: String
  }

  package var session: Int
  package var scenario: String
  package var misbehaviour: MisbehaviourKind
  /// What the service did, as a sentence without its end.
  package var did: String
  /// What the client saw of it.
  package var saw: String
  /// From when the relay could know of it, or had to act on it, to what the client saw; nil where it saw nothing.
  package var after: Nanoseconds?
  package var verdict: Verdict
  package var answers: [Answer]
  /// Ids of the rules that blame the relay in this session.
  package var rules: [String]
}
