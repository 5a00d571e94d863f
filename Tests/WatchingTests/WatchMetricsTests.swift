import CoreMetrics
import MetricsTestKit
import Speech
import Testing
import Timeline
import Watching

/// What a watch tells Prometheus: the text exposition format, 0.0.4.
struct WatchMetricsTests {
  private static func round(_ report: JSONValue?, _ code: Int32, at seconds: Int64 = 1_764_000_000) -> WatchRound {
    WatchRound(report: report, exitCode: code, duration: .seconds(12.4), endedAtUnixNanoseconds: seconds * 1_000_000_000)
  }

  private static func cause(_ rule: String, _ party: String) -> JSONValue { ["rule": .string(rule), "party": .string(party)] }

  private static let healthy: JSONValue = [
    "verdict": "healthy", "headline": "nothing wrong", "root_causes": [],
    "sessions": [["latency": ["first_result_ms": 900]], ["latency": ["first_result_ms": 1250.5]], ["latency": ["first_result_ms": nil]]],
  ]
  private static let faulty: JSONValue = [
    "verdict": "faulty", "headline": "1 final for 2 utterances\u{1B}[2J",
    "root_causes": [cause("early-break", "relay"), cause("early-break", "relay"), cause("a\"b\\c\nd", "client")], "sessions": [],
  ]

  /// The samples; each line must be of the format.
  private func samples(_ text: String) throws -> [String: String] {
    let sample = /([a-zA-Z_:][a-zA-Z0-9_:]*(?:\{(?:[a-z_]+="(?:[^"\\\n]|\\\\|\\"|\\n)*",?)*\})?) (-?[0-9.]+)/
    let comment = /# (?:HELP|TYPE) [a-zA-Z_:][a-zA-Z0-9_:]* [^\n]+/
    #expect(text.hasSuffix("\n"))
    var found: [String: String] = [:]
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
      if line.hasPrefix("#") {
        #expect(line.wholeMatch(of: comment) != nil, "\(line)")
      } else {
        let match = try #require(line.wholeMatch(of: sample), "\(line)")
        #expect(found.updateValue(String(match.2), forKey: String(match.1)) == nil, "twice: \(line)")
      }
    }
    return found
  }

  /// What is told after these rounds.
  private func text(after rounds: WatchRound...) -> String {
    let registry = PrometheusRegistry(help: WatchMetrics.help)
    var metrics = WatchMetrics(registry)
    for round in rounds { metrics.take(round) }
    return registry.text
  }

  @Test func beforeTheFirstRoundNothingIsSaidOfTheRelay() throws {
    #expect(try samples(text()) == ["sttcheck_rounds_total": "0"])
  }

  @Test func aHealthyRound() throws {
    #expect(
      try samples(text(after: Self.round(Self.healthy, 0))) == [
        "sttcheck_rounds_total": "1", "sttcheck_last_success_timestamp_seconds": "1764000000", "sttcheck_up": "1",
        "sttcheck_verdict{verdict=\"healthy\"}": "1", "sttcheck_verdict{verdict=\"faulty\"}": "0",
        "sttcheck_verdict{verdict=\"inconclusive\"}": "0", "sttcheck_verdict{verdict=\"unreachable\"}": "0", "sttcheck_exit_code": "0",
        "sttcheck_round_duration_seconds": "12.4", "sttcheck_first_result_seconds": "1.251", "sttcheck_sessions": "3",
      ])
  }

  @Test func findingsAreCountedAndEscapedAndTheLastSuccessStays() throws {
    let found = try samples(text(after: Self.round(Self.healthy, 0), Self.round(Self.faulty, 1, at: 1_764_000_300)))
    #expect(found["sttcheck_findings{rule=\"early-break\",party=\"relay\"}"] == "2")
    #expect(found["sttcheck_findings{rule=\"a\\\"b\\\\c\\nd\",party=\"client\"}"] == "1")
    #expect(found["sttcheck_last_success_timestamp_seconds"] == "1764000000" && found["sttcheck_rounds_total"] == "2")
    #expect(found["sttcheck_verdict{verdict=\"faulty\"}"] == "1" && found["sttcheck_up"] == "1")
    #expect(found["sttcheck_first_result_seconds"] == nil && found["sttcheck_sessions"] == "0")
  }

  @Test(arguments: [("unreachable", 3), (nil, 3), (nil, 130)] as [(String?, Int32)])
  func whoIsNotReachedIsNotUp(_ verdict: String?, _ code: Int32) throws {
    let found = try samples(text(after: Self.round(verdict.map { ["verdict": .string($0)] }, code)))
    #expect(found["sttcheck_up"] == "0" && found["sttcheck_exit_code"] == "\(code)")
    #expect(found["sttcheck_sessions"] == nil && found["sttcheck_last_success_timestamp_seconds"] == nil)
  }

  @Test func whatARoundDoesNotKnowIsNotToldOfTheOneBefore() throws {
    let found = try samples(text(after: Self.round(Self.faulty, 1), Self.round(Self.healthy, 0), Self.round(nil, 3)))
    #expect(!found.keys.contains { $0.hasPrefix("sttcheck_findings") || $0.hasPrefix("sttcheck_sessions") })
    #expect(found["sttcheck_rounds_total"] == "3" && found["sttcheck_last_success_timestamp_seconds"] == "1764000000")
  }

  @Test func eachMetricSaysWhatItIs() {
    let lines = text(after: Self.round(Self.healthy, 0), Self.round(Self.faulty, 1)).split(separator: "\n")
    let described = lines.filter { $0.hasPrefix("# HELP") }.map { $0.split(separator: " ")[2] }
    let typed = lines.filter { $0.hasPrefix("# TYPE") }.map { $0.split(separator: " ")[2] }
    #expect(described == typed && Set(typed).count == typed.count && typed.count == 8)
    #expect(lines.contains("# TYPE sttcheck_rounds_total counter") && lines.contains("# TYPE sttcheck_up gauge"))
  }

  /// Any other backend hears the same.
  @Test func anotherBackendHearsTheSame() throws {
    let backend = TestMetrics()
    var metrics = WatchMetrics(backend)
    metrics.take(Self.round(Self.faulty, 1))
    #expect(try backend.expectCounter("sttcheck_rounds_total").totalValue == 1)
    #expect(try backend.expectMeter("sttcheck_exit_code").lastValue == 1)
    #expect(try backend.expectMeter("sttcheck_verdict", [("verdict", "faulty")]).lastValue == 1)
  }

  @Test func whatABackendIsAskedForIsTold() throws {
    let registry = PrometheusRegistry(help: [:])
    let meter = Meter(label: "level", factory: registry)
    meter.set(2.5)
    meter.increment(by: 1)
    Gauge(label: "gauge", factory: registry).record(7)
    CoreMetrics.Timer(label: "time", factory: registry).recordNanoseconds(1_500_000_000)
    let counter = Counter(label: "count", factory: registry)
    counter.increment(by: 3)
    counter.reset()
    Counter(label: "count", factory: registry).increment()
    #expect(try samples(registry.text) == ["level": "3.5", "gauge": "7", "time": "1.5", "count": "1"])
    meter.destroy()
    counter.destroy()
    #expect(try samples(registry.text) == ["gauge": "7", "time": "1.5"])
  }

  @Test func aRoundIsOneHarmlessLine() {
    #expect(Self.round(Self.healthy, 0).line == "2025-11-24T16:00:00Z  healthy  12.40 s  nothing wrong")
    let line = Self.round(Self.faulty, 1).line
    #expect(line.contains("  faulty  12.40 s  early-break: ") && !line.contains("\u{1B}") && !line.contains("\n"))
    #expect(Self.round(nil, 3).line.hasSuffix("no verdict  12.40 s  no report: exit code 3"))
    #expect(WatchRound.stamp(1_764_000_000_000_000_000) == "20251124T160000Z")
  }
}
