package import CoreMetrics
internal import Timeline

/// What a watch knows so far, told to whichever backend of swift-metrics is asked.
package struct WatchMetrics {
  private enum Name: String, CaseIterable {
    case rounds = "rounds_total"
    case lastSuccess = "last_success_timestamp_seconds"
    case up
    case verdict
    case exitCode = "exit_code"
    case findings
    case duration = "round_duration_seconds"
    case firstResult = "first_result_seconds"
    case sessions

    var label: String { "sttcheck_" + rawValue }

    var help: String {
      switch self {
      case .rounds: "Rounds that were played."
      case .lastSuccess: "When a round last ended with exit code 0."
      case .up: "Whether the relay was reached in the last round."
      case .verdict: "The verdict of the last round: 1 for it, 0 for the others."
      case .exitCode: "The exit code of the last round."
      case .findings: "Root causes of the last round, by rule and party."
      case .duration: "How long the last round took."
      case .firstResult: "From the first audio to the first result, of the slowest session of the last round."
      case .sessions: "Sessions of the last round."
      }
    }
  }

  /// By a metric's name.
  package static var help: [String: String] {
    Dictionary(uniqueKeysWithValues: Name.allCases.map { ($0.label, $0.help) })
  }

  private static let verdicts = ["healthy", "faulty", "inconclusive", "unreachable"]

  private let factory: any MetricsFactory
  /// Of the last round: what the next does not know is not told of it.
  private var meters: [Meter] = []

  package init(_ factory: any MetricsFactory) {
    self.factory = factory
    rounds.increment(by: 0)
  }

  package mutating func take(_ round: WatchRound) {
    for meter in meters { meter.destroy() }
    meters = []
    rounds.increment()
    if round.isSuccess { meter(.lastSuccess).set(Double(round.endedAtUnixNanoseconds) / 1e9) }
    tell(.up, round.isUp ? 1 : 0)
    for verdict in Self.verdicts { tell(.verdict, round.verdict == verdict ? 1 : 0, [("verdict", verdict)]) }
    tell(.exitCode, Double(round.exitCode))
    let causes = Dictionary(grouping: round.causes) { $0 }.sorted { ($0.key.rule, $0.key.party) < ($1.key.rule, $1.key.party) }
    for (cause, all) in causes { tell(.findings, Double(all.count), [("rule", cause.rule), ("party", cause.party)]) }
    tell(.duration, Double(round.duration) / 1e9)
    if let first = round.firstResult { tell(.firstResult, Double(first) / 1e9) }
    if let sessions = round.sessions { tell(.sessions, Double(sessions)) }
  }

  private var rounds: Counter { Counter(label: Name.rounds.label, factory: factory) }

  private func meter(_ name: Name, _ dimensions: [(String, String)] = []) -> Meter {
    Meter(label: name.label, dimensions: dimensions, factory: factory)
  }

  private mutating func tell(_ name: Name, _ value: Double, _ dimensions: [(String, String)] = []) {
    let meter = meter(name, dimensions)
    meter.set(value)
    meters.append(meter)
  }
}
