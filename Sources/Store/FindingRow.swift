/// One row of the table `finding`: what a diagnosis concluded, kept beside the frames it rests on.
package struct FindingRow: Sendable, Equatable {
  package var rule: String
  package var certainty: String
  package var severity: String
  package var party: String
  package var summary: String
  package var remedy: String
  /// JSON: sessions, event ids and what they show.
  package var evidence: String
  /// The session of the evidence; nil where it spans several.
  package var session: Int?

  package init(
    rule: String, certainty: String, severity: String, party: String, summary: String, remedy: String, evidence: String = "[]",
    session: Int? = nil
  ) {
    self.rule = rule
    self.certainty = certainty
    self.severity = severity
    self.party = party
    self.summary = summary
    self.remedy = remedy
    self.evidence = evidence
    self.session = session
  }
}
