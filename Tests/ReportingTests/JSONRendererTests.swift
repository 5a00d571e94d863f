import Diagnosis
import Reporting
import Speech
import Testing

struct JSONRendererTests {
  static func reports() throws -> [Report] {
    try Samples.stories.map { try Samples.report($0.timeline) } + [try Samples.everything()]
      + Samples.hostile.map { text in try Samples.filled { text } }
  }

  static func json(_ report: Report) throws -> JSONValue { try JSONValue(parsing: Array(JSONRenderer().render(report).utf8)) }

  @Test func everyReportFitsTheSchema() throws {
    let checker = try SchemaChecker(of: "report")
    for report in try Self.reports() {
      // A hostile text may be empty where the schema wants some.
      let faults = checker.faults(in: try Self.json(report)).filter { !$0.hasSuffix("minLength") }
      #expect(faults.isEmpty, "\(faults)")
    }
  }

  @Test func theSchemaMissesNoMember() throws {
    let checker = try SchemaChecker(of: "report")
    let whole = try Self.json(Samples.everything())
    let cut = whole.withoutEachMember
    #expect(cut.count > 250)
    for value in cut { #expect(!checker.faults(in: value).isEmpty, "a member may go unnoticed") }
    let changed = whole.withEachMemberOfAnotherType
    #expect(changed.count == cut.count)
    for value in changed { #expect(!checker.faults(in: value).isEmpty, "another type goes unnoticed") }
  }

  @Test func theSchemaKnowsTheVerdicts() throws {
    let checker = try SchemaChecker(of: "report")
    var members = try #require(try Self.json(Samples.everything()).object)
    for verdict in Verdict.allCases {
      members["verdict"] = .string(verdict.rawValue)
      #expect(checker.faults(in: .object(members)).isEmpty)
    }
    members["verdict"] = "fine"
    #expect(checker.faults(in: .object(members)) == ["$.verdict: enum"])
  }

  /// A second opinion, where Python has `jsonschema`.
  @Test(.enabled(if: PythonSchema.isThere, "Python's jsonschema is not installed: pip install jsonschema"), .timeLimit(.minutes(5)))
  func pythonAgrees() throws {
    let good = try Self.reports().prefix(11).map { JSONRenderer().render($0) }
    let bad = try Self.json(Samples.everything()).withoutEachMember.map { $0.serialized() }
    let verdicts = try PythonSchema.judge(good + bad)
    #expect(verdicts == Array(repeating: true, count: good.count) + Array(repeating: false, count: bad.count))
  }

  @Test(arguments: Samples.hostile)
  func textsComeBackAsTheyWere(_ text: String) throws {
    let json = try Self.json(Samples.filled { text })
    #expect(json["headline"] == .string(text))
    #expect(json["run"]?["relay"] == .string(text))
    #expect(json["sessions"]?[0]?["transcript"] == .string(text))
    #expect(json["sessions"]?[0]?["close"]?["reason"] == .string(text))
    #expect(json["root_causes"]?[0]?["evidence"]?[0]?["text"] == .string(text))
    for scalar in JSONRenderer().render(try Samples.filled { text }).unicodeScalars where scalar != "\n" {
      #expect(![.control, .format, .lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory))
    }
  }

  @Test func whatIsNotKnownIsNull() throws {
    let sessions = try Self.json(Samples.everything())["sessions"]
    let skipped = try #require(sessions?[3])
    for path in [
      ["sent", "frames"], ["sent", "audio_seconds"], ["received", "messages"], ["received", "finals"], ["received", "metadata"],
      ["latency", "first_result_ms"], ["latency", "relay_ms"], ["latency", "final_after_stop_ms"], ["pace", "client"], ["pace", "service"],
    ] {
      #expect(skipped[path[0]]?[path[1]] == .null, "\(path)")
    }
    #expect(skipped["close"] == .null && skipped["wer"] == .null && skipped["transcript"] == .null)
    #expect(skipped["skipped"] == "the time was up" && skipped["alignment"] == .null)
    // Too few messages for a rate: the gap between them is known all the same.
    let thin = sessions?[1]?["pace"]?["service"]
    #expect(thin?["real_time_factor"] == .null && thin?["bytes_per_second"] == .null && thin?["longest_gap_ms"] == 140)
    // Words without a final: this relay's messages don't say what is final.
    #expect(sessions?[2]?["received"]?["finals"] == .null)
    // Nothing came: that is known, and is 0.
    #expect(sessions?[0]?["received"]?["messages"] == 0)
    let unread = try Self.json(Samples.report(Samples.inconclusive))
    #expect(unread["sessions"]?[0]?["received"]?["results"] == .null)
    #expect(unread["measurement"]?["pacing_error_us"] == .null)
  }

  @Test func figuresHaveTheirUnits() throws {
    let json = try Self.json(Samples.everything())
    #expect(json["measurement"]?["pacing_error_us"] == ["count": 86, "p50": 310, "p99": 690, "max": 120345.678])
    #expect(json["sessions"]?[1]?["latency"]?["first_result_ms"] == 1100)
    #expect(json["sessions"]?[1]?["latency"]?["relay_ms"] == ["count": 3, "p50": 12, "p99": 15, "max": 15])
    #expect(json["sessions"]?[1]?["latency"]?["first_interim_ms"] == 250 && json["sessions"]?[1]?["latency"]?["final_after_stop_ms"] == 420)
    let pace = json["sessions"]?[1]?["pace"]?["client"]
    #expect(pace?["real_time_factor"] == 0.9987 && pace?["bytes_per_second"] == 31958.4 && pace?["declared_bytes_per_second"] == 32000)
    #expect(pace?["jitter_ms"] == ["count": 49, "p50": 0.12, "p99": 0.9, "max": 1.1])
    #expect(json["sessions"]?[1]?["alignment"]?[3] == ["kind": "replaced", "expected": "more", "received": "moor"])
    #expect(
      json["checklist"]?.array?.compactMap { $0["id"]?.string } == [
        "audio-declared", "results-come-back", "results-continue", "end-signalled", "pace-real-time",
      ])
    #expect(json["run"]?["tool_version"] == "1.0.0" && json["diagnosed_by"] == "1.1.0")
    #expect(json["root_causes"]?[0]?["evidence"]?[0]?["events"] == [44, 45, 47])
  }
}
