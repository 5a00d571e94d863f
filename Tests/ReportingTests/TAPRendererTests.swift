import Diagnosis
import Reporting
import Speech
import TestSupport
import Testing
import Timeline

struct TAPRendererTests {
  @Test func golden() throws { try Golden.expect(TAPRenderer().render(Samples.everything()), "everything.tap") }

  @Test func everyReportParses() throws {
    for report in try JSONRendererTests.reports() {
      let document = TAPDocument(TAPRenderer().render(report))
      #expect(document.faults.isEmpty, "\(document.faults)")
      #expect(document.points.count == report.diagnosis.sessions.count + (report.diagnosis.repetitions == nil ? 1 : 2))
    }
  }

  @Test(arguments: 1...20)
  func randomTextIsOnlyText(_ seed: Int) throws {
    var random = SeededRandom(seed: UInt64(seed))
    let report = try Samples.filled { random.text() + (Samples.hostile.randomElement(using: &random) ?? "") }
    let document = TAPDocument(TAPRenderer().render(report))
    #expect(document.faults.isEmpty, "\(document.faults)")
  }

  /// No text can end a block, add a point, skip one or bail out; a parser gets it back as it was made visible.
  @Test(
    arguments: Samples.hostile + [
      "# SKIP", "x # TODO later", "\\# SKIP \\", "ok 1 - x\nnot ok 2", "Bail out!", "1..0 # SKIP", "  ...", "---", "# Subtest: x",
      "pragma +strict",
      "key: value", "- item: [", "\"", "TAP version 13", "#\u{301} SKIP", "\\\u{301}# SKIP",
    ])
  func textsComeBackVisible(_ text: String) throws {
    let tap = TAPRenderer().render(try Samples.filled { text })
    let document = TAPDocument(tap)
    #expect(document.faults.isEmpty, "\(document.faults)")
    let visible = VisibleText.quote(text, limit: 4000)
    #expect(document.points.map(\.name) == ["diagnosis", visible])
    #expect(document.points.map(\.isOk) == [false, false])
    #expect(document.points[1].points.map(\.name) == ["verdict", visible])
    #expect(document.points[1].points.map(\.directive) == [nil, nil])
    #expect(document.points[0].points[0].yaml["headline"] == .string(visible))
    #expect(document.points[0].points[0].yaml["message"]?.string?.contains(visible) == true)
    let invisible: Set<Unicode.GeneralCategory> = [.control, .format, .lineSeparator, .paragraphSeparator]
    #expect(!tap.unicodeScalars.contains { $0 != "\n" && invisible.contains($0.properties.generalCategory) })
  }

  @Test func pointsSayHowItStands() throws {
    let document = TAPDocument(TAPRenderer().render(try Samples.everything()))
    #expect(document.points.map(\.name) == ["diagnosis", "baseline", "two-utterances", "too-fast", "hang-up"])
    #expect(document.points.map(\.isOk) == [false, false, true, true, true])
    #expect(document.points[4].directive == "SKIP the time was up")
    let cause = document.points[0].points[0]
    #expect(cause.yaml["severity"] == "fail" && cause.yaml["rule"] == "close-stream-missing")
    #expect(cause.yaml["fix"]?.array?.last == #"    await service.send('{"type": "CloseStream"}')"#)
    #expect(document.points[0].points[1].isOk)
    #expect(document.points[0].points[2].directive == "SKIP could not tell: no final came")
    let unreachable = TAPDocument(TAPRenderer().render(try Samples.report(Samples.unreachable)))
    #expect(unreachable.points[0].points[0].yaml["severity"] == "error")
    let healthy = TAPDocument(TAPRenderer().render(try Samples.report(Samples.healthy)))
    #expect(healthy.points.allSatisfy { $0.isOk && $0.points.allSatisfy(\.isOk) })
  }
}
