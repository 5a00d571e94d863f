internal import Diagnosis
internal import Timeline

/// What a watch knows so far, as Prometheus reads it (text exposition format 0.0.4).
package struct WatchMetrics: Sendable, Equatable {
  package static let contentType = "text/plain; version=0.0.4; charset=utf-8"
  private static let verdicts = ["healthy", "faulty", "inconclusive", "unreachable"]

  private var rounds = 0
  private var last: WatchRound?
  private var lastSuccess: Int64?

  package init() {}

  package mutating func take(_ round: WatchRound) {
    rounds += 1
    last = round
    if round.isSuccess { lastSuccess = round.endedAtUnixNanoseconds }
  }

  package var text: String {
    var page = Page()
    page.metric("rounds_total", "counter", "Rounds that were played.", [([], "\(rounds)")])
    if let lastSuccess {
      page.metric(
        "last_success_timestamp_seconds", "gauge", "When a round last ended with exit code 0.", [([], Self.seconds(lastSuccess))])
    }
    guard let last else { return page.text }
    page.metric("up", "gauge", "Whether the relay was reached in the last round.", [([], last.isUp ? "1" : "0")])
    page.metric(
      "verdict", "gauge", "The verdict of the last round: 1 for it, 0 for the others.",
      Self.verdicts.map { ([("verdict", $0)], last.verdict == $0 ? "1" : "0") })
    page.metric("exit_code", "gauge", "The exit code of the last round.", [([], "\(last.exitCode)")])
    let causes = Dictionary(grouping: last.causes) { $0 }.sorted { ($0.key.rule, $0.key.party) < ($1.key.rule, $1.key.party) }
    page.metric(
      "findings", "gauge", "Root causes of the last round, by rule and party.",
      causes.map { ([("rule", $0.key.rule), ("party", $0.key.party)], "\($0.value.count)") })
    page.metric("round_duration_seconds", "gauge", "How long the last round took.", [([], Self.seconds(last.duration))])
    if let first = last.firstResult {
      page.metric(
        "first_result_seconds", "gauge", "From the first audio to the first result, of the slowest session of the last round.",
        [([], Self.seconds(first))])
    }
    if let sessions = last.sessions {
      page.metric("sessions", "gauge", "Sessions of the last round.", [([], "\(sessions)")])
    }
    return page.text
  }

  private static func seconds(_ nanoseconds: Int64) -> String { Wording.decimal(Double(nanoseconds) / 1e9, 3) }
}

extension WatchMetrics {
  private struct Page {
    private(set) var text = ""

    mutating func metric(_ name: String, _ type: String, _ help: String, _ samples: [(labels: [(String, String)], value: String)]) {
      guard !samples.isEmpty else { return }
      text += "# HELP sttcheck_\(name) \(help)\n# TYPE sttcheck_\(name) \(type)\n"
      for sample in samples {
        let labels = sample.labels.map { "\($0.0)=\"\(Self.escaped($0.1))\"" }.joined(separator: ",")
        text += "sttcheck_\(name)\(labels.isEmpty ? "" : "{\(labels)}") \(sample.value)\n"
      }
    }

    /// Backslash, quotation mark and line feed are escaped in a label's value.
    private static func escaped(_ value: String) -> String {
      value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
  }
}
