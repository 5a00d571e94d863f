internal import Diagnosis
package import Timeline

/// How a run goes on after what its first sessions showed: whether at all, how many at once, and how long it waits for an end.
///
/// A value without I/O: recordings of what was played so far go in.
package struct RunCourse: Sendable {
  /// Sessions that may go at once from now on.
  package private(set) var jobs: Int
  /// Why the sessions to come are not played; nil where they are.
  package private(set) var stopped: String?
  /// The longest that a built-in scenario waits for the relay's end from now on; nil: as long as it says.
  package private(set) var patience: Nanoseconds?
  /// Said once each, in the order of learning.
  package private(set) var remarks: [String] = []
  private var most: Int?
  private var knowsFirst = false

  package init(_ jobs: Jobs) {
    switch jobs {
    case .fixed(let count):
      self.jobs = max(1, count)
      most = nil
    case .learnt(let count):
      self.jobs = 1
      most = max(1, count)
    }
  }

  /// True while sessions of this kind are played with nothing beside them, because something is learnt from them.
  package func learns(fromParallel isParallel: Bool) -> Bool { !knowsFirst || (isParallel && most != nil) }

  /// Nothing is left to be learnt: what was played need not be kept in mind.
  package var isLearnt: Bool { knowsFirst && most == nil }

  /// What the sessions showed that were played so far.
  /// - Parameters:
  ///   - recording: All of them.
  ///   - last: Numbers of those that were played last: one session, or the clients of one scenario.
  package mutating func take(_ recording: Recording, last: [Int]) {
    let result = Diagnosed(recording, isStopped: { Task.isCancelled }).result
    let played = result.sessions.filter { last.contains($0.info.number) }
    // Where the service is made to fail, the relay's door tells nothing.
    if !knowsFirst, played.contains(where: { $0.info.misbehaviour != nil }) {
      knowsFirst = true
    } else if !knowsFirst {
      knowsFirst = true
      stopped = Self.closedDoor(recording, result, last: last)
      if let waited = Self.waitedInVain(recording, last: last) { patience = waited }
    }
    if stopped == nil, let most, played.count > 1 { settle(result, played, most) }
  }

  private mutating func settle(_ result: DiagnosisResult, _ together: [SessionResult], _ most: Int) {
    self.most = nil
    let name = together.first?.info.scenario ?? ""
    let alone = result.sessions.first { session in !together.contains { $0.info.number == session.info.number } }
    if let doubt = Self.doubt(result, together, alone: alone) {
      remarks.append("\(name): \(doubt); the rest is played one at a time")
    } else {
      jobs = most
      remarks.append("\(name): sessions don't cross; the rest is played \(most) at a time")
    }
  }

  /// Why sessions should not go side by side; nil where nothing speaks against it.
  private static func doubt(_ result: DiagnosisResult, _ together: [SessionResult], alone: SessionResult?) -> String? {
    let found = result.rootCauses.map(\.finding.rule) + result.notices.map(\.rule)
    if found.contains("results-crossed") { return "results of one session came to another" }
    let spoken = together.compactMap(\.info.audio?.transcript)
    guard Set(spoken).count == together.count else { return "its clients don't differ in what they say, so that a mix-up would not show" }
    guard let alone else { return together.allSatisfy { $0.verdict == .healthy } ? nil : "it did not go well" }
    for session in together {
      let number = "client \(session.info.number - (together.first?.info.number ?? 0) + 1)"
      if session.verdict == .unreachable { return "\(number) could not get in beside the other" }
      if alone.results > 0, session.results == 0 { return "\(number) got no results, and \(alone.info.scenario) alone did" }
      if alone.finals > 0, session.finals == 0 { return "\(number) got no final result, and \(alone.info.scenario) alone did" }
      if alone.verdict == .healthy, session.verdict != .healthy { return "\(number) did not fare as \(alone.info.scenario) alone did" }
    }
    return nil
  }

  /// Why nobody gets in, or nobody is served: then what else there is to play would say the same again.
  private static func closedDoor(_ recording: Recording, _ result: DiagnosisResult, last: [Int]) -> String? {
    let name = recording.sessions.first { last.contains($0.number) }?.scenario ?? "the first session"
    var failure: String?
    for event in recording.events where event.hop == .client && last.contains(event.session) {
      switch event.kind {
      case .response(let head) where head.status == 101:
        let refused = result.rootCauses.contains { $0.finding.rule == "service-refused" && $0.finding.severity == .error }
        let served = result.sessions.contains { last.contains($0.info.number) && $0.results > 0 }
        return refused && !served ? "the service refused \(name)" : nil
      case .response(let head): failure = "the relay refused \(name) with \(head.status)\(head.reason.isEmpty ? "" : " \(head.reason)")"
      case .failed(let reason): failure = failure ?? "\(name) could not reach the relay: \(reason.text)"
      default: break
      }
    }
    return failure ?? "\(name) could not get in"
  }

  /// How long a session waits for the relay's end after one that waited in vain: as long as that one heard something, and some more.
  private static func waitedInVain(_ recording: Recording, last: [Int]) -> Nanoseconds? {
    let own = recording.events.filter { last.contains($0.session) && ($0.hop != .service) }
    var waiting: Nanoseconds?
    var expired: Nanoseconds?
    for event in own {
      guard case .note(let note) = event.kind else { continue }
      if note.code == .step { waiting = note.topic == .awaitClosed ? event.at : nil }
      if note.code == .waitExpired, waiting != nil { expired = event.at }
    }
    guard let expired, let waiting else { return nil }
    // What comes later answers the client's own goodbye.
    let heard = own.last { event in
      guard event.at <= expired else { return false }
      return if case .frame(let frame) = event.kind { frame.sender == .relay } else { false }
    }
    return max(.seconds(6), (heard?.at ?? waiting) - waiting + .seconds(4))
  }
}
