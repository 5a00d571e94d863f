internal import Diagnosis
internal import Timeline

/// Many runs, oldest first, and how each scenario went from one to the next.
package struct History: Sendable, Equatable {
  /// One scenario over the runs: a point a run, nil where it was not played.
  package struct Trend: Sendable, Equatable {
    package var scenario: String
    package var points: [HistoryRun.Point?]
  }

  /// The file or folder that was asked for.
  package var source: String
  package var runs: [HistoryRun]
  package var trends: [Trend]
  /// Files that were passed over, each as a sentence.
  package var remarks: [String]

  /// - Parameter runs: In any order.
  package init(source: String, runs: [HistoryRun], remarks: [String] = []) {
    self.source = source
    self.remarks = remarks
    let sorted = runs.enumerated().sorted {
      ($0.element.run.startedAtUnixNanoseconds, $0.offset) < ($1.element.run.startedAtUnixNanoseconds, $1.offset)
    }
    .map(\.element)
    self.runs = sorted
    var names: [String] = []
    for point in sorted.flatMap(\.points) where !names.contains(point.scenario) { names.append(point.scenario) }
    trends = names.map { name in Trend(scenario: name, points: sorted.map { $0.points.first { $0.scenario == name } }) }
  }

  /// One sentence: how many runs, how the last went against the one before.
  package var headline: String {
    guard let last = runs.last else { return "No run yet" }
    let count = "\(Wording.count(runs.count, "run")), \(runs.count { $0.verdict == .healthy }) healthy"
    guard runs.count > 1 else { return "\(count): \(last.verdict.rawValue)" }
    let before = runs[runs.count - 2].verdict
    let turn = before == last.verdict ? "as the one before" : "the one before was \(before.rawValue)"
    return "\(count); the last is \(last.verdict.rawValue), \(turn)"
  }

  static func mark(_ verdict: Verdict) -> String {
    switch verdict {
    case .healthy: "✓"
    case .faulty, .unreachable: "✗"
    case .inconclusive: "?"
    }
  }
}
