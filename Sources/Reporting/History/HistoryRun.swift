package import Diagnosis
package import Timeline

/// One run among many: its verdict, and each scenario's figures.
package struct HistoryRun: Sendable, Equatable {
  /// One scenario of a run; of repetitions the worst verdict and the middle figures.
  package struct Point: Sendable, Equatable {
    package var scenario: String
    package var verdict: Verdict
    package var sessions: Int
    /// After the first audio.
    package var firstFinal: Nanoseconds?
    /// Of interim results.
    package var latency: Nanoseconds?
    package var wer: Double?
  }

  package var run: RunInfo
  /// The recording, as it was named.
  package var source: String
  package var verdict: Verdict
  package var interrupted: Bool
  package var headline: String
  /// Rules of the root causes.
  package var causes: [String]
  package var sessions: Int
  package var healthySessions: Int
  package var points: [Point]

  package init(_ report: Report, source: String) {
    run = report.run
    self.source = source
    verdict = report.diagnosis.verdict
    interrupted = report.interrupted
    headline = report.diagnosis.headline
    causes = report.diagnosis.rootCauses.map(\.finding.rule)
    let played = report.diagnosis.sessions.filter { !$0.isSkipped }
    sessions = played.count
    healthySessions = played.count { $0.verdict == .healthy }
    var order: [String] = []
    for session in played where !order.contains(session.info.scenario) { order.append(session.info.scenario) }
    points = order.map { name in Self.point(name, played.filter { $0.info.scenario == name }) }
  }

  private static func point(_ name: String, _ sessions: [SessionResult]) -> Point {
    let order: [Verdict] = [.unreachable, .faulty, .inconclusive, .healthy]
    let worst = order.first { verdict in sessions.contains { $0.verdict == verdict } } ?? .inconclusive
    func middle<Value: Comparable>(_ values: [Value]) -> Value? { values.isEmpty ? nil : values.sorted()[(values.count - 1) / 2] }
    return Point(
      scenario: name, verdict: worst, sessions: sessions.count, firstFinal: middle(sessions.compactMap(\.firstFinal)),
      latency: middle(sessions.compactMap { $0.interimLatency?.p50 }), wer: middle(sessions.compactMap(\.wer)))
  }
}
