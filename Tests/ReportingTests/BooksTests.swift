import Diagnosis
import Reporting
import Speech
import Testing
import Timeline

/// The books of a session as each format shows them: where the sum breaks, by how much, since when, and who owed it.
struct BooksTests {
  /// Two finals of which the client gets one.
  private static let lost = Samples.healthy.split(separator: "\n").filter { !$0.contains("5.31") }.joined(separator: "\n")

  @Test func theLineThatDiffersIsMarkedByWordsToo() throws {
    let page = try HTMLRendererTests.page(Samples.report(Self.lost))
    let rows = page.elements.filter { $0.name == "tr" && ["even", "odd", "half", "remark"].contains($0.attributes["class"]) }
    let odd = rows.filter { $0.attributes["class"] == "odd" }
    #expect(odd.map(\.text) == ["✗results with words (differs)2 finals, 1 interim, Metadata1 final, 1 interim, Metadata"])
    #expect(rows.count { $0.text.contains("(balances)") } == rows.count - 2)
    let gap = try #require(page.elements.first { $0.attributes["class"] == "gap odd" })
    #expect(gap.text.hasPrefix("1 of 2 finals missing, since 5.3 s, owed by the relay. The service sent 2 finals with words"))
    #expect(gap.text.contains("Explained by results-dropped."))
    #expect(page.all("h4").contains { $0.text == "In and out ✗ does not balance" })
  }

  @Test func theEvidenceIsOneClickAway() throws {
    let report = try Samples.report(Self.lost)
    let page = try HTMLRendererTests.page(report)
    let entry = try #require(report.diagnosis.sessions.first?.account?.foremost)
    let anchors = Set(page.elements.compactMap { $0.attributes["id"] })
    for event in entry.events {
      let link = try #require(page.all("a").first { $0.text == "#\(event)" })
      #expect(anchors.contains(String(try #require(link.attributes["href"]).dropFirst())))
    }
    #expect(!entry.events.isEmpty)
  }

  @Test func whatBalancesSaysSo() throws {
    let report = try Samples.report(Samples.healthy)
    let page = try HTMLRendererTests.page(report)
    #expect(page.all("h4").contains { $0.text == "In and out ✓ balances" })
    #expect(!page.elements.contains { $0.attributes["class"]?.contains("odd") == true })
    #expect(MarkdownRenderer().render(report).contains("### In and out\n\n✅ Balanced: session 1 (`baseline`).\n"))
    #expect(!TerminalRenderer().render(report).contains("≠"))
  }

  @Test func fromOneHopNoMoreIsClaimedThanIsSeen() throws {
    let report = try Samples.report(Samples.warningOnly)
    let page = try HTMLRendererTests.page(report)
    #expect(page.all("h4").contains { $0.text == "In and out ✓ balances, as far as the client sees" })
    #expect(page.all("tr").contains { $0.text.hasPrefix("–results with words (not seen whole)not seen1 final") })
    #expect(MarkdownRenderer().render(report).contains("✅ Balanced, as far as the client sees: session 1 (`baseline`)."))
  }

  @Test func aTableWhereItDoesNotBalance() throws {
    let text = MarkdownRenderer().render(try Samples.report(Self.lost))
    #expect(
      text.contains(
        "**Session 1, `baseline`: does not balance**\n\n| | what | went in | came out | what differs |\n|---|---|---|---|---|\n"))
    let row =
      "| ❌ | results with words | 2 finals, 1 interim, Metadata | 1 final, 1 interim, Metadata | 1 of 2 finals missing, since 5.3 s, owed by the relay (explained by `results-dropped`) |"
    #expect(text.contains(row))
  }

  @Test(arguments: [40, 80]) func oneShortLineOnATerminal(_ width: Int) throws {
    let lines = TerminalRenderer(width: width).render(try Samples.report(Self.lost)).split(separator: "\n").filter { $0.contains("≠") }
    #expect(lines.count == 1)
    let whole = "  ≠ baseline: 1 of 2 finals missing, since 5.3 s (relay)"
    #expect(lines.first.map(String.init) == (width == 80 ? whole : String(whole.prefix(39)) + "…"))
  }

  @Test func programsGetEachDifference() throws {
    let report = try Samples.report(Self.lost)
    let lines = try #require(try JSONRendererTests.json(report)["sessions"]?[0]?["account"]?.array)
    #expect(lines.map { $0["book"]?.string } == ["own", "declaration", "audio", "control", "promises", "results", "life"])
    let results = try #require(lines.first { $0["book"] == "results" })
    #expect(results["in"] == "2 finals, 1 interim, Metadata")
    let difference = try #require(results["differences"]?[0])
    #expect(difference["duty"] == "results")
    #expect(difference["manner"] == "missing")
    #expect(difference["link"] == "relay-to-client")
    #expect(difference["party"] == "relay")
    #expect(difference["from_ns"]?.number == 5.3e9)
    #expect(difference["until_ns"]?.number == 5.3e9)
    #expect(difference["amount"] == ["value": 1, "of": 2, "unit": "finals"])
    #expect(difference["explained_by"] == "results-dropped")
    #expect(lines.filter { $0 != results }.allSatisfy { $0["differences"] == .array([]) })
  }

  @Test func whatNobodySawIsNull() throws {
    let lines = try JSONRendererTests.json(Samples.report(Samples.warningOnly))["sessions"]?[0]?["account"]?.array ?? []
    #expect(lines.first { $0["book"] == "results" }?["in"] == .null)
    #expect(lines.first { $0["book"] == "declaration" }?["out"] == .null)
  }

  /// No relay stands between, and none is spoken of.
  @Test func withoutARelayNobodySpeaksOfOne() throws {
    let direct = """
      run service-hop=direct
      session baseline audio=linear16/16000/1 seconds=2 stop="{\\"type\\":\\"CloseStream\\"}"
        0.00      client  → GET /v1/listen?encoding=linear16&sample_rate=16000&channels=1&interim_results=true
        0.02      client  ← 101
        0.10-2.10 client  → audio 2.0s
        2.12      client  → CloseStream
        14.2      note wait-expired "closed within 12 s"
      """
    let report = try Samples.report(direct)
    let account = try #require(report.diagnosis.sessions.first?.account)
    #expect(!account.isBalanced)
    let said = account.lines.flatMap { [$0.matter, $0.into ?? "", $0.outOf ?? ""] } + account.entries.map(\.text)
    #expect(!said.contains { $0.contains("relay") })
    #expect(account.entries.allSatisfy { $0.party != .relay })
    let lines = try JSONRendererTests.json(report)["sessions"]?[0]?["account"]?.array ?? []
    let links = lines.flatMap { $0["differences"]?.array ?? [] }.compactMap { $0["link"]?.string }
    #expect(!links.isEmpty && links.allSatisfy { !$0.contains("relay") })
  }
}
