internal import Diagnosis
internal import Timeline
internal import Wire

/// Reads what a diagnosis claims back from the recording.
enum SentenceCheck {
  static func untrue(_ result: DiagnosisResult, of recording: Recording) -> [String] {
    let events = Dictionary(recording.events.map { ($0.id, $0) }) { first, _ in first }
    let messages = clientMessages(recording)
    let results = Dictionary(result.sessions.map { ($0.info.number, $0.results) }) { first, _ in first }
    var untrue: [String] = []
    for finding in result.rootCauses.map(\.finding) + result.notices {
      for evidence in finding.evidence {
        let missing = evidence.events.filter { events[$0] == nil }
        if !missing.isEmpty { untrue.append("\(finding.rule): evidence names events \(missing) that do not exist") }
      }
      let sessions = Set(finding.evidence.map(\.session))
      untrue += refuted(finding, sessions: sessions, messages: messages)
    }
    if result.headline.hasPrefix("0 messages"), let first = result.rootCauses.first?.finding {
      let sessions = Set(first.evidence.map(\.session))
      if !sessions.isEmpty, sessions.allSatisfy({ results[$0, default: 0] > 0 }) {
        untrue.append("headline: '0 messages', and results came in each session of its evidence")
      }
    }
    return untrue
  }

  /// "None reached the client" holds only where a session of the evidence has none.
  private static func refuted(_ finding: Finding, sessions: Set<Int>, messages: [Int: Int]) -> [String] {
    let text = finding.cause + " " + finding.summary
    guard text.contains("nothing reached the client") || text.contains("no message reached the client"), !sessions.isEmpty,
      sessions.allSatisfy({ messages[$0, default: 0] > 0 })
    else { return [] }
    return ["\(finding.rule): nothing reached the client, it says, and something did in each session of its evidence"]
  }

  /// Data messages that came to each session's client.
  private static func clientMessages(_ recording: Recording) -> [Int: Int] {
    var counts: [Int: Int] = [:]
    for event in recording.events where event.hop == .client {
      guard case .frame(let frame) = event.kind, frame.sender != .client else { continue }
      if frame.frame.opcode == .text || frame.frame.opcode == .binary { counts[event.session, default: 0] += 1 }
    }
    return counts
  }
}
