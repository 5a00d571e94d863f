import Diagnosis
import Foundation
import Reporting
import Speech
import Testing

/// The pages as people meet them: opened from disk in a browser that has no network. See `Browser/pages.py` for what is done there.
@Suite(
  .enabled(if: Outside.chromium != nil, "no Chromium (set STTCHECK_CHROMIUM), or no python3 with playwright (set STTCHECK_PYTHON)"),
  .timeLimit(.minutes(5)))
struct PageTests {
  private struct Page {
    var name: String
    var acts: [String]
    var html: String
  }

  private static func page(_ name: String, _ acts: [String], _ report: Report) -> Page {
    Page(name: name, acts: acts, html: HTMLRenderer().render(report))
  }

  private static func pages() throws -> [Page] {
    try [
      page("story", ["story", "keyboard", "still", "narrow", "axe_everywhere"], try Samples.report(Samples.noCloseStream)),
      page("everything", ["narrow", "axe"], try Samples.everything()),
      page("healthy", ["narrow"], try Samples.report(Samples.healthy)),
      page("unreachable", ["narrow"], try Samples.report(Samples.unreachable)),
      page("long", ["long"], try HTMLSamples.long(sessions: 1, seconds: 1000, interims: 500, bytes: 32)),
      Page(name: "diff", acts: ["narrow", "axe"], html: HTMLDiff().render(try RunDiffTests.diff(Samples.healthy, Samples.noCloseStream))),
      Page(name: "history", acts: ["narrow", "axe"], html: HTMLHistory().render(try HistoryTests.history(HistoryTests.three))),
    ]
      + HostileSamples.all.get().map { page("hostile-\($0.name)", ["hostile"], $0.report) }
      + ["markup", "xml"].map { try HostileSamples.made($0) }.flatMap { made in
        [
          Page(name: "hostile-diff-\(made.name)", acts: ["hostile"], html: HTMLDiff().render(made.diff)),
          Page(name: "hostile-history-\(made.name)", acts: ["hostile"], html: HTMLHistory().render(made.history)),
        ]
      }
  }

  /// What the browser told, by page and act: it is started once for all tests.
  private static let told = Result { () throws -> JSONValue in
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sttcheck-pages-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let job = try pages().map { page -> JSONValue in
      let file = folder.appendingPathComponent("\(page.name).html")
      try Data(page.html.utf8).write(to: file)
      return ["name": .string(page.name), "path": .string(file.path), "acts": .array(page.acts.map { .string($0) })]
    }
    let (jobFile, out) = (folder.appendingPathComponent("job.json"), folder.appendingPathComponent("told.json"))
    try Data(JSONValue.array(job).serialized().utf8).write(to: jobFile)
    let ended = try Outside.run(
      Outside.python, [Outside.beside("Browser/pages.py")],
      environment: ["JOB": jobFile.path, "OUT": out.path, "STTCHECK_CHROMIUM": Outside.chromium ?? ""])
    try #require(ended.status == 0, "\(ended.output)")
    return try JSONValue(parsing: [UInt8](Data(contentsOf: out)))
  }

  private func facts(_ page: String, _ act: String) throws -> JSONValue {
    let facts = try #require(try Self.told.get()[page]?[act], "the browser told nothing of \(page), \(act)")
    for what in ["requests", "errors"] { #expect(facts[what] == [], "\(page), \(act): \(what)") }
    #expect(facts["dialogs"] == 0)
    return facts
  }

  /// Evidence leads to its arrow and to its row, the row back to the arrow; the fix goes to the clipboard.
  @Test func evidenceIsFollowedAndTheFixCopied() throws {
    let facts = try facts("story", "story")
    for fact in ["arrowInView", "arrowFocused", "arrowMarked", "rowInView", "rowFocused", "backInView"] {
      #expect(facts[fact] == true, "\(fact): \(facts)")
    }
    let report = try Samples.report(Samples.noCloseStream)
    let finding = try #require(report.diagnosis.rootCauses.first?.finding)
    let event = try #require(finding.evidence.first?.events.min())
    #expect(facts["row"]?.string == "#row-\(event)" && facts["rowNumber"]?.string == "\(event)")
    #expect(facts["detail"]?.string?.contains("Event \(event) at") == true)
    #expect(facts["back"] == facts["arrow"])
    let copied = try #require(facts["clipboard"]?.string)
    #expect(copied.contains("await service.send(json.dumps({\"type\": \"CloseStream\"}))\nasync for message in service:"))
    #expect(copied == facts["fix"]?.string?.trimmingCharacters(in: .whitespacesAndNewlines))
  }

  /// Each filter leaves exactly the rows that fit it, and says how many.
  @Test func theFrameTableIsFiltered() throws {
    let facts = try facts("story", "story")
    let filters = try #require(facts["filters"]?.object)
    let counts = filters.mapValues { $0["rows"]?.array?.count ?? 0 }
    for (name, value) in filters where name != "audio" {
      #expect(value["said"]?.string == "\(counts[name] ?? -1) of 10 rows", "\(name)")
      #expect(counts[name] ?? 0 > 0)
    }
    #expect(facts["all"] == "10 of 10 rows")
    for (name, word) in [("hop=client", "client → relay"), ("hop=service", "relay → service")] {
      #expect(filters[name]?["rows"]?.array?.contains { $0.string?.contains(word) == true } == true)
    }
    #expect(counts["hop=client", default: 0] + counts["hop=service", default: 0] == 9)
    #expect(filters["sender=service"]?["rows"]?.array?.allSatisfy { $0.string?.contains("service → relay") == true } == true)
    #expect(filters["kind=close"]?["rows"]?.array?.allSatisfy { $0.string?.contains("Close 1011") == true } == true)
    #expect(filters["text"]?["rows"]?.array?.allSatisfy { $0.string?.lowercased().contains("stop") == true } == true)
    #expect(filters["audio"]?["said"] == "48 of 48 rows")
  }

  @Test func theKeyboardReachesAll() throws {
    let facts = try facts("story", "keyboard")
    #expect(facts["skip"] == "#main")
    #expect(facts["invisible"] == [], "the focus can't be seen there")
    let kinds = facts["kinds"]?.array?.compactMap(\.string) ?? []
    #expect(Set(["a", "button", "summary"]).isSubset(of: kinds), "\(kinds)")
    let links = facts["links"]?.array?.compactMap(\.string) ?? []
    for link in ["#cause-1", "#fix-1", "#session-1"] { #expect(links.contains(link), "\(link)") }
    #expect(links.contains { $0.hasPrefix("#arrow-") } && links.contains { $0.hasPrefix("#row-") })
    #expect(facts["buttons"]?.array?.contains("fix-1-text") == true)
    #expect(facts["followed"]?.string?.hasPrefix("arrow-") == true)
    let row = try #require(facts["row"]?.string.flatMap { Int($0) }, "Enter on an arrow leads to its row")
    #expect(try #require(facts["next"]?.string.flatMap { Int($0) }) > row)
  }

  /// Without JavaScript everything is there but the filter and the buttons.
  @Test func withoutJavaScriptItReads() throws {
    let facts = try facts("story", "still")
    for fact in ["fix", "arrow", "row"] { #expect(facts[fact] == true, "\(fact): \(facts)") }
    #expect(facts["forms"] == 0 && facts["buttons"] == 0)
    #expect(facts["rows"] == 10)
  }

  @Test(arguments: ["story", "everything", "healthy", "unreachable", "diff", "history"])
  func aPhoneIsWideEnough(_ page: String) throws {
    let facts = try facts(page, "narrow")
    #expect(facts["widths"]?.array?.allSatisfy { $0 == facts["width"] } == true, "\(facts)")
  }

  @Test(
    .enabled(if: Outside.axe != nil, "this python3 has no axe-playwright-python (set STTCHECK_PYTHON)"),
    arguments: ["story", "everything", "diff", "history"])
  func axeFindsNothing(_ page: String) throws {
    let facts = try facts(page, page == "story" ? "axe_everywhere" : "axe")
    #expect(facts["violations"] == [])
    #expect(facts["passes"]?.integer ?? 0 > 60)
  }

  /// Nothing that a relay sent is run or loaded, or becomes an element of the page.
  @Test(arguments: HostileSamples.texts.map(\.name) + ["diff-markup", "diff-xml", "history-markup", "history-xml"])
  func whatARelaySendsStaysText(_ page: String) throws {
    let facts = try facts("hostile-\(page)", "hostile")
    #expect(facts["owned"] == "undefined")
    #expect(facts["scripts"] == 1 && facts["foreign"] == 0 && facts["handlers"] == 0)
    #expect(facts["outside"] == [])
    #expect(facts["width"] == true, "something reaches beyond the page")
    let isReport = !page.hasPrefix("diff-") && !page.hasPrefix("history-")
    #expect(facts["children"] == (isReport ? ["a", "header", "main", "footer", "script"] : ["header", "main", "script"]))
  }

  /// Many thousand frames: only what is seen is drawn, and wherever one scrolls to there is something to see.
  @Test func aLongTableDrawsOnlyWhatIsSeen() throws {
    let facts = try facts("long", "long")
    #expect(facts["said"] == "21,006 of 21,006 rows")
    #expect((10..<120).contains(facts["most"]?.integer ?? 0), "\(facts)")
    #expect(facts["blank"] == 0, "\(facts)")
    // Smooth is 16.7 ms a frame; a machine that is busy with other tests may take longer, one that redraws the whole table takes seconds.
    #expect(facts["median"]?.number ?? 1000 < 100, "\(facts)")
  }
}
