internal import Diagnosis
internal import Timeline

/// One session as the cells of a table, in every format that has one.
struct SessionRow {
  static let titles = ["scenario", "verdict", "sent", "messages", "results", "finals", "close", "transcript"]

  var scenario: String
  var verdict: String
  /// Seconds of audio.
  var sent: String
  var messages: String
  var results: String
  var finals: String
  /// `1000`, `1006` where TCP ended without a Close frame, `–` where nothing ended.
  var close: String
  /// Raw: whoever renders it makes it harmless.
  var transcript: String?

  init(_ session: SessionResult) {
    scenario = session.info.scenario
    verdict = session.isSkipped ? "skipped" : session.verdict.rawValue
    sent = session.sentSeconds.map { "\(Wording.decimal($0, 1)) s" } ?? "–"
    messages = session.isSkipped ? "–" : "\(session.messages)"
    results = session.knownResults.map { "\($0)" } ?? "–"
    finals = session.knownFinals.map { "\($0)" } ?? "–"
    close = Self.close(session.close)
    transcript = session.transcript
  }

  private static func close(_ close: CloseResult?) -> String {
    guard let close else { return "–" }
    guard close.frame else { return "1006" }
    return close.code.map(String.init) ?? "1005"
  }

  /// Why sessions were not played, each reason once with the sessions it holds for.
  static func skipped(_ sessions: [SessionResult]) -> [(reason: String, sessions: String)] {
    var reasons: [String] = []
    var skipped: [String: [SessionInfo]] = [:]
    for session in sessions {
      guard case .skipped(let reason) = session.info.outcome else { continue }
      if skipped[reason] == nil { reasons.append(reason) }
      skipped[reason, default: []].append(session.info)
    }
    return reasons.map { reason in
      let infos = skipped[reason] ?? []
      let first = infos.first.map { "session \($0.number), \($0.scenario)" } ?? ""
      return (reason, infos.count > 1 ? "\(first), and \(Wording.count(infos.count - 1, "more session"))" : first)
    }
  }

  /// Checks that failed, in words: `two-utterances, finals: expected at least 2, found 1`.
  static func failures(_ session: SessionResult) -> [String] {
    session.checks.filter { $0.status == .failed }.map { check in
      "session \(session.info.number), \(session.info.scenario): \(check.name): \(check.detail)"
        + (check.explainedBy.map { " (explained by \($0))" } ?? "")
    }
  }
}
