import Diagnosis
import Foundation
import Reporting
import TestSupport
import Testing
import Timeline
import Wire

struct HTMLRendererTests {
  static func page(_ report: Report) throws -> HTMLDocument { try HTMLDocument(HTMLRenderer().render(report)) }

  static func stories() throws -> [Report] { try Samples.stories.map { try Samples.report($0.timeline) } + [try Samples.everything()] }

  @Test(arguments: Samples.stories.map(\.name))
  func everyStoryIsWellFormedAndTellsItsVerdict(_ name: String) throws {
    let report = try Samples.report(try #require(Samples.stories.first { $0.name == name }?.timeline))
    let page = try Self.page(report)
    #expect(page.text(of: "h1").lowercased().contains(report.diagnosis.verdict.rawValue))
    #expect(page.text(of: "h1").contains(report.diagnosis.headline.replacing("`", with: "")))
    #expect(page.all("main").count == 1 && page.all("header").count == 1 && page.all("footer").count == 1)
    #expect(page.all("article").count == report.diagnosis.rootCauses.count)
  }

  /// Verdict, causes, checklist, sessions, measurement: the order in which people ask.
  @Test func theOrderIsThatOfTheQuestions() throws {
    let page = try Self.page(Samples.everything())
    let headings = page.all("h2").map(\.text)
    #expect(headings == ["The root causes", "Five questions", "Beside the verdict", "Sessions", "How it was measured"])
    let parts = page.all("h4").map(\.text)
    for part in ["Evidence", "Fix", "Ladder", "Pace", "Sound and transcript", "Handshakes", "How each hop was closed"] {
      #expect(parts.contains(part))
    }
    // No level of heading is skipped.
    var level = 0
    for element in page.elements where element.name.count == 2 && element.name.first == "h" {
      guard let own = element.name.last?.wholeNumberValue else { continue }
      #expect(own <= level + 1, "\(element.text)")
      level = own
    }
  }

  @Test func linksLeadToSomethingOnThePage() throws {
    for report in try Self.stories() {
      let page = try Self.page(report)
      let ids = page.elements.compactMap { $0.attributes["id"] }
      #expect(Set(ids).count == ids.count, "an id twice")
      for link in page.all("a") {
        let target = try #require(link.attributes["href"])
        #expect(target.hasPrefix("#") && ids.contains(String(target.dropFirst())), "\(target)")
      }
      for element in page.elements {
        for name in ["data-copy", "aria-labelledby"] {
          if let target = element.attributes[name] { #expect(ids.contains(target), "\(target)") }
        }
      }
    }
  }

  @Test func evidenceHasItsArrowAndItsRow() throws {
    let report = try Samples.report(Samples.noCloseStream)
    let page = try Self.page(report)
    let ids = Set(page.elements.compactMap { $0.attributes["id"] })
    let cause = try #require(report.diagnosis.rootCauses.first { $0.finding.rule == "close-stream-missing" })
    let shown = page.all("a").compactMap { $0.attributes["href"] }
    let events = cause.finding.evidence.flatMap(\.events)
    #expect(!events.isEmpty)
    for event in events {
      let label = page.all("a").filter { $0.attributes["aria-label"] == "Show event \(event) in the ladder" }
      #expect(!label.isEmpty, "\(event)")
      #expect(page.all("a").contains { $0.attributes["aria-label"] == "Show event \(event) in the frame table" })
    }
    #expect(shown.contains { $0.hasPrefix("#arrow-") && ids.contains(String($0.dropFirst())) })
    #expect(
      page.elements.contains {
        $0.attributes["class"]?.contains("evidence k-") ?? false || $0.attributes["class"]?.hasSuffix(" evidence") ?? false
      })
    #expect(page.elements.contains { $0.name == "text" && $0.text == "CloseStream expected here" })
  }

  @Test(arguments: Samples.hostile)
  func hostileTextIsOnlyText(_ text: String) throws {
    let plain = try Self.page(Samples.filled { "plain" })
    let page = try Self.page(Samples.filled { text })
    // Fences and backticks in a remedy make code of a paragraph; otherwise not one element more or less.
    // A transcript of blanks has no words to stand under the sound.
    let free: Set<String> = ["div", "code", "pre", "p", "details", "summary", "em", "a", "tspan", "text", "ins", "del", "span"]
    #expect(page.all("script").count == 1 && page.all("style").count == 1)
    if !text.isEmpty {
      #expect(page.elements.map(\.name).filter { !free.contains($0) } == plain.elements.map(\.name).filter { !free.contains($0) })
    }
    try Self.expectHarmless(page)
  }

  @Test(arguments: 1...12)
  func randomTextIsOnlyText(_ seed: Int) throws {
    var random = SeededRandom(seed: UInt64(seed))
    try Self.expectHarmless(try Self.page(Samples.filled { random.text() + (Samples.hostile.randomElement(using: &random) ?? "") }))
  }

  /// In a quoted attribute, in a drawing, in an alternative text too.
  @Test func hostileFramesAreOnlyText() throws {
    let hostile = "\"'><script>alert(1)</script><svg onload=x>]]>&lt;\u{202E}\u{0}\u{7}\u{2028}\u{FFFE}-->"
    let bytes = Array(hostile.utf8) + [0xFF, 0xC3, 0x28]
    let report = try Samples.report(Samples.noCloseStream) { recording in
      let own = { (sender: Party, opcode: Opcode, payload: [UInt8]) in
        Event.Kind.frame(FrameEvent(sender: sender, frame: Frame(opcode: opcode, payload: payload)))
      }
      let extra: [(Hop?, Event.Kind)] = [
        (.client, own(.relay, .text, bytes)), (.client, own(.relay, .binary, bytes)), (.client, own(.client, .ping, bytes)),
        (.service, own(.service, .text, bytes + Array(repeating: 0x3C, count: 1 << 20))), (.service, own(.relay, .text, bytes)),
        (.client, own(.relay, Opcode(rawValue: 0xB), bytes)), (.client, own(.relay, .close, [3, 243] + bytes)),
        (.client, .violation(ViolationEvent(sender: .relay, section: hostile, text: hostile))),
        (.client, .failed(ConnectionFailure(stage: .tls, address: hostile, code: hostile, text: hostile))),
        (.client, .ended(ConnectionEnd(.reset, by: .relay, text: hostile))), (nil, .note(Note(.waitExpired, hostile))),
        (.client, .response(ResponseHead(status: 401, reason: hostile, headers: [HeaderField(hostile, hostile)], body: bytes))),
        (.client, .request(RequestHead(method: hostile, target: "/?" + hostile + "=" + hostile, headers: [HeaderField(hostile, hostile)]))),
      ]
      for (hop, kind) in extra {
        let last = recording.events.last
        let connection = hop == .service ? 2 : hop == nil ? 0 : 1
        recording.events.append(
          Event(id: (last?.id ?? 0) + 1, session: 1, hop: hop, connection: connection, at: (last?.at ?? 0) + 1_000_000, kind))
      }
    }
    let page = try Self.page(report)
    #expect(page.all("script").count == 1)
    try Self.expectHarmless(page)
    let size = page.source.utf8.count
    #expect(size < 200_000, "a payload of 1 MB is cut")
  }

  static func expectHarmless(_ page: HTMLDocument) throws {
    for scalar in page.source.unicodeScalars where scalar != "\n" {
      #expect(![.control, .format, .lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory))
    }
    for element in page.elements {
      for (name, value) in element.attributes {
        #expect(!name.hasPrefix("on"), "\(name)")
        #expect(!["src", "action", "formaction", "srcset", "xlink:href", "data", "ping"].contains(name), "\(name)")
        if name == "href" { #expect(value.hasPrefix("#")) }
        if name == "style" { #expect(value.wholeMatch(of: #/(left|bottom|height):-?[0-9.]+%/#) != nil, "\(value)") }
      }
    }
    #expect(
      Set(page.elements.map(\.name)).isDisjoint(with: ["iframe", "img", "link", "object", "embed", "base", "foreignObject", "image", "use"])
    )
  }

  /// Nothing is fetched: no style, no script and no attribute names a place elsewhere.
  @Test func nothingIsLoaded() throws {
    for report in try Self.stories() {
      let page = try Self.page(report)
      try Self.expectHarmless(page)
      #expect(page.all("style").count == 1 && page.all("script").count == 1)
      for element in page.all("style") + page.all("script") {
        for word in ["http:", "https:", "//", "url(", "@import", "fetch(", "XMLHttpRequest", "import(", "eval(", "innerHTML"] {
          let found = element.text.split(separator: "\n").filter { $0.contains(word) && !$0.contains("      // ") }
          #expect(found.allSatisfy { word == "//" && $0.contains("  // ") }, "\(word)")
        }
      }
    }
  }

  @Test(arguments: Samples.stories.map(\.name))
  func isDeterministic(_ name: String) throws {
    let timeline = try #require(Samples.stories.first { $0.name == name }?.timeline)
    let first = HTMLRenderer().render(try Samples.report(timeline))
    let others = try (0..<4).map { _ in HTMLRenderer().render(try Samples.report(timeline)) }
    let isSame = others.allSatisfy { $0 == first } && first.hasSuffix("</html>\n")
    #expect(isSame)
  }

  @Test func whatIsLeftOutIsSaid() throws {
    let report = try HTMLSamples.long(sessions: 1, seconds: 10, interims: 1400)
    let page = try Self.page(report)
    let text = page.all("details").map(\.text).joined()
    #expect(text.contains("rows in the middle are left out of this page"))
    #expect(text.contains("frames of audio are folded into one row for each run"))
    #expect(text.contains("rows not shown …"))
    let size = page.source.utf8.count
    #expect(size < 2_000_000)
  }

  /// Twenty sessions of 20 s with ten results a second on both hops.
  @Test func aRunOfTwentySessionsStaysSmall() throws {
    let size = HTMLRenderer().render(try HTMLSamples.long(sessions: 20, seconds: 20, interims: 200)).utf8.count
    #expect((200_000..<2_000_000).contains(size))
  }
}
