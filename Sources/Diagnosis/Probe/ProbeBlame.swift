/// Who or what is to blame for what a probe saw.
package struct ProbeBlame: Sendable, Equatable {
  package enum Culprit: String, Sendable, CaseIterable {
    case nobody, name, network
    /// Something in between that answers, or opens TLS, in the place's stead; or the proxy that was asked for.
    case proxy
    case certificate, key, plan, rate
    /// What was asked for: a parameter, a path, the audio.
    case request
    case service, relay
  }

  package var culprit: Culprit
  /// `unreachable` where neither the service nor the session was got to; `faulty` where they were.
  package var verdict: Verdict
  /// What it comes to.
  package var sentence: String
  /// What to do, as a rule's remedy; nil where the sentence says it.
  package var remedy: String?

  package init(_ culprit: Culprit, _ verdict: Verdict, _ sentence: String, remedy: String? = nil) {
    self.culprit = culprit
    self.verdict = verdict
    self.sentence = sentence
    self.remedy = remedy
  }
}
