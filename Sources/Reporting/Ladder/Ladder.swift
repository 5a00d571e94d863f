package import Diagnosis
package import Timeline

/// One session as a ladder: client, relay and service as life-lines, time downwards, one row an arrow.
///
/// A pure function of the recording and what was found in it; text and HTML draw the same rows. Runs of audio are one row; where
/// there is still too much to read (`rowLimit`), results and the like are folded too, and `folded` says so.
package struct Ladder: Sendable, Equatable {
  /// Rows that people still read; more are folded.
  package static let rowLimit = 40
  /// A silence on every hop from which on it has a row of its own.
  package static let gapFrom: Nanoseconds = .seconds(2)

  package var session: Int
  package var scenario: String
  /// In order of time.
  package var rows: [LadderRow]
  /// What was folded or left out, each as a sentence; empty where every message has its row.
  package var folded: [String]
  /// False where the relay's other side could not be seen: then the service has no arrows, which says nothing about it.
  package var seesServiceHop: Bool
  /// Who is at the other end of the client's connection.
  package var clientsPeer: Party
  /// Whose life-lines these are, in words.
  var parties: String { clientsPeer == .relay ? "client, relay and service" : "client and service" }

  /// - Parameters:
  ///   - events: The session's own, in the order of their ids.
  ///   - findings: Those whose evidence is marked and whose missing frames are drawn; evidence in other sessions is passed over.
  package init(session info: SessionInfo, events: Series<Event>, run: RunInfo, findings: [Finding]) {
    clientsPeer = run.clientsPeer
    seesServiceHop = run.serviceHop.isRecorded
    session = info.number
    scenario = info.scenario
    let evidence = LadderEvidence(session: info.number, findings: findings)
    var reader = LadderReader(info, seesServiceHop: seesServiceHop, evidence: evidence)
    for event in Self.inOrder(events) { reader.read(event) }
    reader.finish()
    (rows, folded) = LadderFolding.fold(
      reader.rows, limit: Self.rowLimit, bytesPerSecond: info.audio?.bytesPerSecond, isFolded: reader.isFolded)
    for finding in evidence.findings { LadderExpectation.draw(finding, seesServiceHop: seesServiceHop, in: &rows) }
  }

  /// The same from a whole recording.
  package init(session info: SessionInfo, in recording: Recording, findings: [Finding]) {
    // A recording of one session, which may be very long, is not copied.
    let isOnly = recording.events.allSatisfy { $0.session == info.number }
    self.init(
      session: info, events: isOnly ? recording.events : recording.events.filter { $0.session == info.number },
      run: recording.run,
      findings: findings)
  }

  /// The same with the root causes of a diagnosis: what is only worth knowing, or was meant, has no mark.
  package init(session info: SessionInfo, in recording: Recording, diagnosis: DiagnosisResult) {
    self.init(session: info, in: recording, findings: diagnosis.rootCauses.map(\.finding))
  }

  /// The session that shows the run's first root cause; where there is none, the first that was played.
  package static func tellingSession(_ recording: Recording, _ diagnosis: DiagnosisResult) -> SessionInfo? {
    let named = diagnosis.rootCauses.first?.finding.evidence.first?.session
    if let session = recording.sessions.first(where: { $0.number == named }) { return session }
    let played = Set(recording.events.lazy.map(\.session))
    return recording.sessions.first { played.contains($0.number) }
  }

  /// The row that an event is part of, for links from evidence.
  package func row(of event: Int64) -> Int? { rows.firstIndex { $0.events.contains(event) } }

  /// Recorded order is time's order, except where two threads raced.
  private static func inOrder(_ events: Series<Event>) -> Series<Event> {
    let sorted = events.indices.dropFirst().allSatisfy { events[$0 - 1].at <= events[$0].at }
    guard !sorted else { return events }
    return Series(events.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element))
  }
}

extension Ladder {
  /// The ladder that explains a run best; nil where nothing was played.
  package static func telling(_ report: Report) -> Ladder? {
    tellingSession(report.recording, report.diagnosis).map { Ladder(session: $0, in: report.recording, diagnosis: report.diagnosis) }
  }
}
