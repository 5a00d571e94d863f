import Diagnosis
import Foundation
import Reporting
import Speech
import TestSupport
import Testing
import Timeline
import Wire

struct JUnitRendererTests {
  @Test func golden() throws { try Golden.expect(JUnitRenderer().render(Samples.everything()), "everything.xml") }

  @Test func everyReportFitsTheSchema() throws {
    for report in try JSONRendererTests.reports() {
      let document = try JUnitDocument(JUnitRenderer().render(report))
      #expect(document.faults.isEmpty, "\(document.faults)")
      #expect(document.cases.count { $0.suite == "diagnosis" } >= 2)
    }
  }

  @Test(arguments: 1...20)
  func randomTextIsOnlyText(_ seed: Int) throws {
    var random = SeededRandom(seed: UInt64(seed))
    let report = try Samples.filled { random.text() + (Samples.hostile.randomElement(using: &random) ?? "") }
    let document = try JUnitDocument(JUnitRenderer().render(report))
    #expect(document.faults.isEmpty, "\(document.faults)")
  }

  /// What a relay sent comes back from a parser as it was made visible, and nothing of it became markup.
  @Test(
    arguments: Samples.hostile + ["]]>", "\u{0}\u{1}\u{B}\u{FFFE}\u{FFFF}", "&#0;&amp;", "'\"", "<?xml?><!DOCTYPE x [<!ENTITY y 'z'>]>"])
  func textsComeBackVisible(_ text: String) throws {
    let xml = JUnitRenderer().render(try Samples.filled { text })
    let document = try JUnitDocument(xml)
    #expect(document.faults.isEmpty, "\(document.faults)")
    let visible = VisibleText.quote(text, limit: 4000)
    #expect(document.properties["diagnosis"]?["sttcheck.relay"] == visible)
    #expect(document.properties["diagnosis"]?["sttcheck.headline"] == visible)
    #expect(document.suites.map { $0["name"] } == ["diagnosis", visible])
    #expect(document.cases.last?.name == visible && document.cases.last?.kind == "failure")
    let invisible: Set<Unicode.GeneralCategory> = [.control, .format, .lineSeparator, .paragraphSeparator]
    #expect(!xml.unicodeScalars.contains { $0 != "\n" && invisible.contains($0.properties.generalCategory) })
  }

  /// Bytes that are no UTF-8, in the place where a relay can put them.
  @Test func bytesThatAreNoTextAreNamed() throws {
    var report = try Samples.report(Samples.noCloseStream) { recording in
      recording.sessions[0].scenario = "odd"
      for index in recording.events.indices { recording.events[index].spoil() }
    }
    report.diagnosis.rootCauses[0].finding.evidence[0].text = VisibleText.quote([0x61, 0xFF, 0xC3, 0x28])
    let xml = JUnitRenderer().render(report)
    #expect(try JUnitDocument(xml).faults.isEmpty)
    #expect(xml.contains("a⟨0xFF⟩⟨0xC3⟩("))
    #expect(xml.contains("Close 1011 &quot;⟨0xFF⟩⟨0xFE⟩&lt;"))
  }

  @Test func failureIsNotErrorIsNotSkipped() throws {
    let everything = try JUnitDocument(JUnitRenderer().render(Samples.everything()))
    #expect(
      everything.cases.map { "\($0.suite) \($0.name): \($0.kind)" } == [
        "diagnosis close-stream-missing: failure", "diagnosis results-slow: passed", "diagnosis early-break: skipped",
        "diagnosis measurement: skipped", "baseline verdict: failure", "baseline finals: failure", "two-utterances verdict: passed",
        "two-utterances metadata: passed", "too-fast verdict: passed", "hang-up verdict: skipped",
      ])
    #expect(everything.cases[1].output.contains("warning: Interims come 900 ms after the service sent them."))
    func kinds(_ timeline: String, _ change: (inout Recording) -> Void = { _ in }) throws -> [String] {
      try JUnitDocument(JUnitRenderer().render(Samples.report(timeline, change))).cases.filter {
        $0.kind == "failure" || $0.kind == "error"
      }
      .map { "\($0.name): \($0.kind)" }
    }
    #expect(try kinds(Samples.healthy).isEmpty)
    #expect(try kinds(Samples.warningOnly).isEmpty)
    #expect(try kinds(Samples.unreachable) == ["relay-unreachable: error", "verdict: error"])
    #expect(try kinds(Samples.inconclusive) == ["nothing at fault: error", "verdict: error"])
    #expect(
      try kinds(Samples.healthy) {
        $0.run.interrupted = true
        $0.sessions[0].outcome = .interrupted
        $0.sessions[0].endedAt = nil
      }.contains("played to its end: error"))
    #expect(try kinds(Samples.nothingPlayed) == ["nothing at fault: error"])
  }

  /// What is our own doing is never the relay's failure.
  @Test func ownTroubleIsAnError() throws {
    var report = try Samples.everything()
    report.diagnosis.rootCauses[0].finding.party = .sttcheck
    let document = try JUnitDocument(JUnitRenderer().render(report))
    #expect(document.cases[0].kind == "error")
  }

  @Test func scenariosPlayedTwiceAreToldApart() throws {
    let document = try JUnitDocument(JUnitRenderer().render(Samples.report(Samples.alternatives)))
    #expect(document.suites.map { $0["name"] } == ["diagnosis", "baseline (session 1)", "baseline (session 2)", "repetitions"])
  }

  @Test func timesAreThoseOfTheSessions() throws {
    let report = try Samples.report(Samples.alternatives) { recording in
      recording.run.startedAtUnixNanoseconds = 951_782_399_500_000_000  // 2000-02-28T23:59:59.5Z
    }
    let suites = try JUnitDocument(JUnitRenderer().render(report)).suites
    #expect(suites.map { $0["timestamp"] } == ["2000-02-28T23:59:59", "2000-02-28T23:59:59", "2000-02-29T00:00:02", "2000-02-28T23:59:59"])
    #expect(suites[1]["time"] == "2.330" && suites[2]["time"] == "2.330")
  }

  @Test(arguments: [
    (0, "1970-01-01T00:00:00"), (-1, "1969-12-31T23:59:59"), (1_709_210_096_000_000_000, "2024-02-29T12:34:56"),
    (4_102_444_799_999_999_999, "2099-12-31T23:59:59"), (-2_203_977_600_000_000_000, "1900-02-28T00:00:00"),
  ])
  func datesAreThoseOfTheCalendar(_ time: Int64, _ text: String) throws {
    let report = try Samples.report(Samples.nothingPlayed) { $0.run.startedAtUnixNanoseconds = time }
    #expect(try JUnitDocument(JUnitRenderer().render(report)).suites[0]["timestamp"] == text)
  }
}

extension Event {
  /// Puts bytes that are no UTF-8 into Close frames and texts.
  fileprivate mutating func spoil() {
    change { frame in
      if frame.opcode == .close { frame.payload = Array(frame.payload.prefix(2)) + [0xFF, 0xFE] + Array("<".utf8) }
      if frame.opcode == .text { frame.payload += [0xFF] }
    }
  }
}
