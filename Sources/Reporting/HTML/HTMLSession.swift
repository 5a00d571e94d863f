internal import Diagnosis
internal import Timeline

/// One session made ready for the page: what is drawn of it, without its audio.
struct HTMLSession {
  let result: SessionResult
  let ladder: HTMLLadder
  let pace: HTMLPace?
  let wave: HTMLWave?
  let transcript: [HTML]
  /// Latency, handshakes and closes; empty where it was never played.
  let parts: [HTML]
  let rows: [HTMLFrameRow]
  let list: HTMLFrameList
  /// True where a root cause names one of its events.
  let isTelling: Bool
  /// True where it is the first that shows a root cause: then it is open when the page opens.
  let isOpen: Bool

  static func anchor(_ number: Int) -> String { "session-\(number)" }

  static func all(_ report: Report) -> [HTMLSession] {
    let telling = Set(report.diagnosis.rootCauses.flatMap(\.finding.evidence).map(\.session))
    let first = Set(report.diagnosis.rootCauses.compactMap(\.finding.evidence.first?.session))
    let hasHeads = report.recording.events.count < HTMLBudget.headed
    return report.mapSessions(only: drawn(report, telling, HTMLBudget(report, level: 0))) { result, events, facts in
      let number = result.info.number
      return HTMLSession(
        result: result, ladder: HTMLLadder(report, result.info, events), pace: facts.flatMap { HTMLPace($0, report.run) },
        wave: facts.flatMap { HTMLWave($0) }, transcript: facts.map { HTMLTranscript.rows(result, $0) } ?? [],
        parts: facts.map { parts(result, $0, report) } ?? [], rows: HTMLFrameRow.fold(events, result.info, report.run.clientsPeer),
        list: HTMLFrameList(events, clientsPeer: report.run.clientsPeer, heads: hasHeads),
        isTelling: telling.contains(number), isOpen: first.contains(number) || report.diagnosis.sessions.count == 1)
    }
  }

  /// Sessions that are drawn: those that a root cause names, then the first others, as far as there is room.
  static func drawn(_ report: Report, _ telling: Set<Int>, _ budget: HTMLBudget) -> Set<Int> {
    let numbers = report.diagnosis.sessions.map(\.info.number)
    let first = numbers.filter(telling.contains).prefix(budget.sessions)
    return Set(first + numbers.filter { !telling.contains($0) }.prefix(budget.sessions - first.count))
  }

  private static func parts(_ result: SessionResult, _ facts: SessionFacts, _ report: Report) -> [HTML] {
    [
      HTMLLatency.section(result, facts), HTMLHandshakes.section(facts, report),
      HTMLCloses.section(facts),
    ]
  }
}
