import Diagnosis
import Reporting
import Testing
import Timeline

/// What the parts of a page say, each by words and not by colour or by script.
struct HTMLPartsTests {
  @Test func theAnswersAreWords() throws {
    let report = try Samples.report(Samples.noCloseStream)
    let page = try HTMLRendererTests.page(report)
    let answers = page.elements.filter { $0.attributes["class"] == "answer" }.map(\.text)
    #expect(
      answers
        == report.diagnosis.checklist.map { item in
          switch item.answer {
          case .yes: "✓ yes"
          case .no: "✗ no"
          case .unknown: "? could not tell"
          }
        })
    #expect(Set(answers).count > 1)
  }

  @Test func fiveQuestionsAreAnsweredAtTheTop() throws {
    let page = try HTMLRendererTests.page(Samples.report(Samples.noCloseStream))
    let glance = try #require(page.elements.first { $0.attributes["class"] == "glance" }).text
    for part in ["What is wrong?", "Whose fault?The relay", "How do we know?Proven", "What to change?", "Can the timing be trusted?"] {
      #expect(glance.contains(part), "\(part)")
    }
  }

  /// What does nothing without JavaScript is not there without it.
  @Test func withoutScriptNothingIsDead() throws {
    let page = try HTMLRendererTests.page(Samples.everything())
    let active = page.all("button") + page.all("form")
    #expect(active.count >= 4)
    for element in active { #expect(element.attributes["hidden"] != nil) }
  }

  @Test func wordsAreAligned() throws {
    let timeline = Samples.healthy.replacing("\"and this too\" final", with: "\"and this two now\" final")
    let page = try HTMLRendererTests.page(Samples.report(timeline))
    func words(_ tag: String) -> [String] { page.all(tag).map(\.text).filter { $0.contains(": ") } }
    #expect(words("del") == ["missing: too"])
    #expect(words("ins").joined(separator: " ") == "added: two added: now")
    let text = page.all("p").map(\.text).joined()
    #expect(text.contains("Word error rate 33.3 %: 6 words expected, 1 added and 1 replaced."))
  }

  @Test func thePaceChartHasBothHopsTheTranscriptAndStalls() throws {
    let page = try HTMLRendererTests.page(Samples.report(Samples.healthy))
    let styles = page.all("polyline").compactMap { $0.attributes["class"] }
    #expect(styles == ["real", "limit", "sent", "passed", "heard"])
    let label = try #require(page.all("svg").first { $0.attributes["class"] == "plot" }?.attributes["aria-label"])
    #expect(label.contains("The client sent 5.0 s of audio in 5.0 s"))
    #expect(label.contains("5.0 s of it went on to the service; the transcript reaches 5.0 s."))
    #expect(!label.contains("stall"))
    let late = Samples.healthy.replacing(
      "0.10-5.10 client  → audio 5.0s", with: "0.10-2.10 client  → audio 2.5s\n      4.10-5.10 client  → audio 2.5s")
    let stalled = try HTMLRendererTests.page(Samples.report(late))
    #expect(stalled.all("rect").filter { $0.attributes["class"] == "stall" }.count == 2, "one in the chart, one in its legend")
    #expect(stalled.all("figcaption").contains { $0.text.contains("1 stall of the client, the longest 2.0 s.") })
  }

  /// Words stand where they were heard; what is missing stands between them.
  @Test func theWaveformHasItsWordsUnderIt() throws {
    let timeline = Samples.healthy.replacing("\"and this too\" final", with: "\"and this two now\" final")
    let page = try HTMLRendererTests.page(Samples.report(timeline))
    let label = try #require(page.all("svg").compactMap { $0.attributes["aria-label"] }.first { $0.hasPrefix("Waveform") })
    #expect(label.contains("5.0 s of linear16, as the client sent it."))
    #expect(page.all("path").contains { $0.attributes["class"] == "wave" })
    let lane = try #require(page.elements.first { $0.attributes["class"] == "lane" })
    #expect(lane.text.hasPrefix("tellmemoreandthis") && lane.text.count == "tellmemoreandthistootwonow".count)
    #expect(lane.attributes["aria-hidden"] == "true")
    let places = page.elements.filter { ["span", "del", "ins"].contains($0.name) && $0.attributes["style"] != nil }.compactMap {
      $0.attributes["style"]?.split(separator: ":").last?.dropLast().description
    }
    #expect(places.first == "0" && places.contains("60"))
  }

  @Test func theHistogramSaysInWordsWhatItShows() throws {
    let page = try HTMLRendererTests.page(HTMLSamples.long(sessions: 1, seconds: 10, interims: 40))
    let captions = page.all("figcaption").map(\.text)
    #expect(captions.contains { $0.hasPrefix("Interim latency: 36 values from ") })
    #expect(
      captions.contains("Time that the relay held a message: 40 values from 2.00 ms to 2.00 ms, most often (40) from 2.00 ms to 2.01 ms."))
  }

  @Test func aHopThatWasNotSeenIsNotSilent() throws {
    let page = try HTMLRendererTests.page(Samples.report(Samples.warningOnly))
    #expect(page.all("figcaption").contains { $0.text.contains("The service hop was not seen.") })
    #expect(page.all("p").contains { $0.text.contains("Point the relay's service URL at sttcheck") })
    #expect(page.all("line").contains { $0.attributes["class"] == "life unseen-life" })
  }

  /// Rows and arrows lead to each other.
  @Test func arrowsAndRowsAreLinkedBothWays() throws {
    let page = try HTMLRendererTests.page(Samples.report(Samples.noCloseStream))
    let targets = page.all("a").compactMap { $0.attributes["href"] }
    let arrows = page.elements.compactMap { $0.attributes["id"] }.filter { $0.hasPrefix("arrow-") }
    #expect(arrows.count > 8)
    for arrow in arrows {
      #expect(targets.contains("#" + arrow))
      #expect(targets.contains("#" + arrow.replacing("arrow", with: "row")))
    }
  }

  @Test func aRunOfManySessionsStaysSmallAndSaysWhatIsLeftOut() throws {
    let page = try HTMLRendererTests.page(HTMLSamples.long(sessions: 120, seconds: 2, interims: 4))
    let drawn = page.all("svg").filter { $0.attributes["class"] == "ladder" }.count
    let size = page.source.utf8.count
    let isSaid = page.source.contains("\(120 - drawn) sessions stand in this table only")
    #expect(size < 2_000_000)
    #expect(isSaid && (20..<100).contains(drawn))
    let ids = Set(page.elements.compactMap { $0.attributes["id"] })
    for number in 1...120 { #expect(ids.contains("session-\(number)")) }
    for link in page.all("a") { #expect(ids.contains(String(try #require(link.attributes["href"]).dropFirst()))) }
  }
}
