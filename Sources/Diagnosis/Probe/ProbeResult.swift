package import Timeline

/// Everything that is said of a probe; the only input of its reports.
package struct ProbeResult: Sendable, Equatable {
  package var place: String
  package var party: Party
  /// Always all of them, in the order of trying.
  package var stages: [ProbeStage]
  package var blame: ProbeBlame
  /// The command that tells more; nil where nothing is left to tell.
  package var next: String?
  package var way: ProbedWay
  /// What came back live; nil where nothing did.
  package var transcript: String?
  /// Word error rate, live.
  package var wer: Double?

  package init(
    place: String, party: Party, stages: [ProbeStage], blame: ProbeBlame, next: String? = nil, way: ProbedWay, transcript: String? = nil,
    wer: Double? = nil
  ) {
    self.place = place
    self.party = party
    self.stages = stages
    self.blame = blame
    self.next = next
    self.way = way
    self.transcript = transcript
    self.wer = wer
  }
}
