import Diagnosis
import Reporting
import Speech
import Testing
import Timeline

/// Many runs, one a line, and how each scenario went.
struct HistoryTests {
  /// Runs a day apart.
  static func history(_ timelines: [String]) throws -> History {
    let runs = try timelines.enumerated().map { index, timeline in
      let report = try Samples.report(timeline) { recording in
        recording.run.id = "run-\(index + 1)"
        recording.run.startedAt = "2026-11-0\(index + 1)T10:00:00.000Z"
        recording.run.startedAtUnixNanoseconds = Int64(index) * 86_400_000_000_000
      }
      return HistoryRun(report, source: "r.sqlite")
    }
    return History(source: "r.sqlite", runs: runs.reversed())
  }

  static let three = [Samples.healthy, Samples.noCloseStream, Samples.healthy]

  @Test func runsAreInOrderOfTheirTime() throws {
    let history = try Self.history(Self.three)
    #expect(history.runs.map(\.run.id) == ["run-1", "run-2", "run-3"])
    #expect(history.headline == "3 runs, 2 healthy; the last is healthy, the one before was faulty")
    #expect(history.trends.map(\.scenario) == ["baseline"])
    #expect(history.trends[0].points.map { $0?.verdict } == [.healthy, .faulty, .healthy])
    #expect(history.runs[0].points[0].firstFinal == .seconds(2.41) && history.runs[0].points[0].wer == 0)
    #expect(history.runs[1].causes == ["close-stream-missing"] && history.runs[1].points[0].firstFinal == nil)
  }

  @Test func oneLineARunAtTheTerminal() throws {
    let text = HistoryFormat.terminal.render(try Self.history(Self.three))
    let lines = text.split(separator: "\n").filter { $0.hasPrefix("2026-11-0") }
    #expect(lines.count == 3 && lines.allSatisfy { $0.count <= 80 })
    #expect(lines[1].contains("run-2") && lines[1].contains("✗ faulty") && lines[1].contains("0/1"))
    #expect(text.contains("baseline  ✓✗✓, first final 2.41 s"))
  }

  /// A scenario that a run did not play has a place all the same.
  /// Ids that begin alike are written as far as they differ.
  @Test func runsCanBeToldApartByWhatIsShownOfThem() throws {
    var history = try Self.history(Self.three)
    for index in history.runs.indices { history.runs[index].run.id = "virtual-\(index + 1)0" }
    let text = HistoryFormat.terminal.render(history)
    for id in ["virtual-1 ", "virtual-2 ", "virtual-3 "] { #expect(text.contains("  \(id)"), "\(id)") }
  }

  @Test func whatWasNotPlayedIsAGap() throws {
    let other = Samples.healthy.replacing("session baseline", with: "session other")
    let history = try Self.history([Samples.healthy, other])
    #expect(history.trends.map { $0.points.map { $0 != nil } } == [[true, false], [false, true]])
    #expect(HistoryFormat.terminal.render(history).contains("· not played in that run"))
  }

  @Test func repetitionsCountAsTheirWorst() throws {
    let both = Samples.healthy + "\n" + Samples.noCloseStream.replacing("run service-hop=simulated\n", with: "")
    let history = try Self.history([both])
    #expect(history.runs[0].points.count == 1 && history.runs[0].points[0].verdict == .faulty && history.runs[0].points[0].sessions == 2)
    #expect(history.runs[0].healthySessions == 1 && history.runs[0].sessions == 2)
  }

  @Test func theIndexPageDrawsTrendsInWordsToo() throws {
    let page = try HTMLDocument(HistoryFormat.html.render(try Self.history(Self.three)))
    try HTMLRendererTests.expectHarmless(page)
    let drawing = try #require(page.all("svg").first)
    #expect(drawing.attributes["aria-label"] == "first final of baseline: 2.41 s")
    let text = page.all("td").map(\.text)
    #expect(text.contains { $0.contains("2 of 3 healthy") })
    #expect(text.contains("sttcheck report r.sqlite --run run-2 --format html"))
    #expect(page.all("polyline").count >= 2)
  }

  @Test func jsonHasEveryRun() throws {
    let value = try JSONValue(parsing: Array(HistoryFormat.json.render(try Self.history(Self.three)).utf8))
    #expect(value["schema"]?.string == "sttcheck.history/1")
    #expect(value["runs"]?.array?.compactMap { $0["verdict"]?.string } == ["healthy", "faulty", "healthy"])
    #expect(value["runs"]?[1]?["root_causes"]?.array == ["close-stream-missing"])
    #expect(value["runs"]?[0]?["scenarios"]?[0]?["first_final_ms"]?.number == 2410)
  }

  @Test(arguments: Samples.hostile) func hostileTextIsOnlyText(_ text: String) throws {
    let run = HistoryRun(try Samples.filled { text }, source: text)
    let history = History(source: text, runs: [run, run], remarks: [text])
    let page = try HTMLDocument(HistoryFormat.html.render(history))
    #expect(page.all("script").count == 1)
    try HTMLRendererTests.expectHarmless(page)
    _ = try JSONValue(parsing: Array(HistoryFormat.json.render(history).utf8))
    for format in [HistoryFormat.terminal, .markdown] {
      for scalar in format.render(history).unicodeScalars where scalar != "\n" {
        #expect(![.control, .format, .lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory))
      }
    }
  }

  @Test func noRunIsSaid() throws {
    for format in HistoryFormat.allCases { #expect(format.render(History(source: "x", runs: [])).contains("No run yet")) }
  }
}
