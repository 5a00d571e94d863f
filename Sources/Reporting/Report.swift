package import Diagnosis
package import Timeline

/// Everything that a report of any format says: built once from a recording that was judged, then only read.
///
/// Holds no clock and nothing that varies between two renderings: the same recording gives the same bytes in every format.
package struct Report: Sendable {
  package var run: RunInfo
  /// What was judged, shared and not copied: for formats that draw every frame.
  package var recording: Recording
  package var diagnosis: DiagnosisResult
  /// What the diagnosis read of the recording: no renderer reads a session once more.
  let facts: RunFacts
  /// The version that judged the recording; `run.toolVersion` is the one that made it.
  package var diagnosedBy: String
  /// The events that evidence and quotes name, by id, each as one visible line.
  package var events: [Int64: EventLine]
  private let scenarios: [Int: String]

  package init(_ diagnosed: Diagnosed, toolVersion: String) {
    let recording = diagnosed.recording
    let diagnosis = diagnosed.result
    self.run = recording.run
    self.recording = recording
    self.diagnosis = diagnosis
    facts = diagnosed.facts
    diagnosedBy = toolVersion
    scenarios = Dictionary(diagnosis.sessions.map { ($0.info.number, $0.info.scenario) }, uniquingKeysWith: { first, _ in first })
    let findings = diagnosis.rootCauses.map(\.finding) + diagnosis.notices + diagnosis.provoked
    let differences = diagnosis.sessions.compactMap(\.account).flatMap(\.entries)
    let named = Set(findings.flatMap(\.evidence).flatMap(\.events) + differences.flatMap(\.events))
    events = recording.events.reduce(into: [:]) { lines, event in
      if named.contains(event.id) { lines[event.id] = EventLine(event, clientsPeer: recording.run.clientsPeer) }
    }
  }

  /// True where the run was stopped, and where it never came to its end because its process was killed.
  package var interrupted: Bool { run.interrupted || !run.finished }

  /// Root causes that make the run faulty.
  package var errors: [RootCause] { diagnosis.rootCauses.filter { $0.finding.severity == .error } }

  /// Root causes that work today and are wrong all the same.
  package var warnings: [RootCause] { diagnosis.rootCauses.filter { $0.finding.severity != .error } }

  /// The events of some evidence as lines, each once, in order of their ids.
  package func lines(_ evidence: Evidence) -> [EventLine] { Set(evidence.events).sorted().compactMap { events[$0] } }

  /// The scenario of a session, for a sentence about it.
  package func scenario(_ session: Int) -> String? { scenarios[session] }

  /// Sessions whose first messages are worth reading without being asked: those that went wrong and had a connection.
  package var telling: [SessionResult] {
    diagnosis.sessions.filter { session in
      guard session.verdict != .healthy else { return false }
      return !session.firstMessages.values.allSatisfy(\.isEmpty) || session.sentFrames > 0
    }
  }

  /// What to do where nothing could be told; nil where a cause says it, or all is well.
  package var advice: String? {
    guard diagnosis.verdict == .inconclusive else { return nil }
    if diagnosis.sessions.isEmpty { return "Name a scenario or a suite to play: `sttcheck scenarios` lists them." }
    if interrupted { return "Run it again to its end: what was played so far shows neither a fault nor a whole session." }
    // The headline says what to do.
    if diagnosis.noConversation != nil { return nil }
    if diagnosis.sessions.contains(where: { $0.messages > 0 && $0.knownResults == nil }) {
      return
        "This relay's messages are laid out as none that sttcheck can read: Deepgram's JSON as it is, `{\"type\":\"partial|final\",\"text\":…}`, "
        + "`{\"transcript\":…,\"is_final\":…}` and their like. The first ones are quoted below; let it send one of these."
    }
    if run.serviceHop == .unseen {
      return
        "From the client alone there is no more to see. Point the relay's service URL at sttcheck (`--service-listen 127.0.0.1:9090`) and run again."
    }
    if run.unrecorded.contains(.sound), !diagnosis.sessions.allSatisfy(\.isSkipped) {
      return run.origin.isScripted
        ? "Run it again without `--record-audio digest`: what the audio sounds like, digests can't tell."
        : "Digests stand in place of the audio: ask for a recording with the audio itself, if whose voice it is agrees."
    }
    guard run.origin.isScripted else {
      if run.serviceHop == .direct { return "Record both sides of the relay, in one recording: `sttcheck tap --help` says how." }
      return
        "Play the relay itself: `sttcheck run --relay URL --suite standard`. Its scenarios, compared, tell causes apart that one session can't."
    }
    let played = Set(diagnosis.sessions.filter { !$0.isSkipped }.map(\.info.scenario)).count
    if played <= 1 { return "Run the suite `standard`: its scenarios, compared, tell causes apart that one scenario can't." }
    let rest = run.suite == "full" ? "" : "; `--suite full` plays what this run has not"
    return "Read below what could not be told, and the relay's own log at that time\(rest)."
  }

  /// What a rule is about, in a run as this one.
  func title(_ rule: String) -> String? {
    let title = Self.title(rule)
    return run.serviceHop == .direct ? title.map { DirectWording.retell($0, of: rule) } : title
  }

  /// `seen from the client only`; nil where the run speaks of no relay.
  var serviceHopWords: String {
    switch run.serviceHop {
    case .direct where !run.origin.isScripted: "the service hop by itself: its client is whoever called the service, a relay perhaps"
    case .tapped where !run.origin.isScripted: "both hops seen"
    case .unseen: "seen from the client only"
    case .simulated: "with the simulated service behind it"
    case .tapped: "with the real service behind a tap"
    case .direct: "with no relay between"
    }
  }

  /// What a rule is about, for readers who don't know its id.
  static func title(_ rule: String) -> String? {
    rule == "expectation-failed" ? "an expectation of the scenario was not met" : Catalogue.rule(rule)?.title
  }
}

extension SessionResult {
  /// True where the session was never played: its figures are then not known, and no zeros.
  var isSkipped: Bool {
    if case .skipped = info.outcome { return true }
    return false
  }

  /// Results, where they could be told from other messages.
  package var knownResults: Int? { isSkipped || (messages > 0 && results == 0 && shape == "unknown") ? nil : results }

  /// Finals, where the messages say what is final: a transcript without any final was put together from results that don't.
  package var knownFinals: Int? {
    guard knownResults != nil else { return nil }
    return finals == 0 && !(transcript ?? "").isEmpty ? nil : finals
  }
}
