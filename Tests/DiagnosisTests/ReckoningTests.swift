import TestSupport
import Testing
import Timeline

@testable import Diagnosis

/// Which findings are causes and which their echo, by where in the run they are.
struct ReckoningTests {
  static func finding(_ rule: String, in sessions: ClosedRange<Int>, party: Party = .relay) -> Finding {
    Finding(
      rule: rule, certainty: .proven, severity: Catalogue.rule(rule)?.severity ?? .error, party: party, cause: rule, summary: "",
      remedy: "",
      evidence: sessions.map { Evidence(session: $0, events: [Int64($0)], text: "") })
  }

  static func causes(_ findings: [Finding]) -> [String] { RootCauses.judge(findings, failedChecks: []).causes.map(\.finding.rule) }

  @Test func anEchoInTheSameSessionsIsNoSecondCause() {
    let found = RootCauses.judge(
      [Self.finding("early-break", in: 1...9), Self.finding("closed-before-final", in: 1...9)], failedChecks: [])
    #expect(found.causes.map(\.finding.rule) == ["early-break"])
    #expect(found.causes.first?.explains == ["closed-before-final"])
  }

  @Test func whatExplainsElsewhereExplainsNothingHere() {
    #expect(
      Self.causes([Self.finding("early-break", in: 1...4), Self.finding("closed-before-final", in: 5...8)]) == [
        "early-break", "closed-before-final",
      ])
  }

  @Test func oneOddSessionHidesNothingThatMostSessionsShow() {
    let odd = Self.finding("backpressure-ignored", in: 25...25)
    #expect(Self.causes([odd, Self.finding("relay-crashed", in: 1...24)]).contains("relay-crashed"))
    #expect(Self.causes([odd, Self.finding("unexpected-close", in: 1...24, party: .network)]).contains("unexpected-close"))
  }

  @Test func whatMostSessionsShowTakesInAnOddOne() {
    #expect(Self.causes([Self.finding("audio-lost", in: 1...22), Self.finding("audio-altered", in: 23...23)]) == ["audio-lost"])
    // As many of either are two faults, and two parties are two as well.
    #expect(Self.causes([Self.finding("audio-lost", in: 1...3), Self.finding("audio-altered", in: 4...6)]).count == 2)
    #expect(
      Self.causes([Self.finding("pacing-too-fast", in: 1...20, party: .client), Self.finding("pacing-too-slow", in: 21...21)]).count == 2)
  }

  @Test func aCircleLeavesTheOneThatMostSessionsShow() {
    // The dead relay lets nobody in; who is not let in shows nothing more; and a slow reader who was cut off looks like a crash.
    let circle = [
      Self.finding("relay-unreachable", in: 6...6), Self.finding("backpressure-ignored", in: 3...3),
      Self.finding("relay-crashed", in: 3...5),
    ]
    #expect(Self.causes(circle).contains("relay-crashed"))
    #expect(!Self.causes(circle).contains("relay-unreachable"))
  }

  @Test func aFailedExpectationIsAnErrorOnlyWhereNothingElseIs() {
    let failed = Self.finding("expectation-failed", in: 7...7)
    #expect(RootCauses.judge([], failedChecks: [failed]).causes.map(\.finding.rule) == ["expectation-failed"])
    #expect(
      RootCauses.judge([Self.finding("early-break", in: 1...2)], failedChecks: [failed]).causes.map(\.finding.rule) == ["early-break"])
    // A warning explains no failure, but for audio that is too slow to be through in time.
    #expect(RootCauses.judge([Self.finding("close-code-lost", in: 1...9)], failedChecks: [failed]).causes.count == 2)
    #expect(RootCauses.judge([Self.finding("pacing-too-slow", in: 1...9)], failedChecks: [failed]).causes.count == 1)
  }

  /// Whatever is found in whichever sessions: there is a cause, and nothing found is lost from the report.
  @Test func nothingFoundIsEverLost() {
    var random = SeededRandom(seed: 7)
    // Words that are wrong are told only where nothing else is found; what has no name is none's echo.
    let rules = Catalogue.rules.map(\.id).filter { $0 != "transcript-wrong" && $0 != "unexplained" }
    for _ in 0..<100 {
      let chosen = (0..<Int.random(in: 1...8, using: &random)).map { _ in rules[Int.random(in: rules.indices, using: &random)] }
      let findings = Set(chosen).sorted().map { rule in
        let first = Int.random(in: 1...20, using: &random)
        return Self.finding(rule, in: first...(first + Int.random(in: 0...10, using: &random)))
      }
      let judged = RootCauses.judge(findings, failedChecks: [])
      let told = Set(judged.causes.flatMap { [$0.finding.rule] + $0.explains } + judged.notices.map(\.rule))
      #expect(!judged.causes.isEmpty || judged.notices.count == findings.count)
      #expect(told == Set(findings.map(\.rule)), "\(findings.map(\.rule))")
    }
  }
}
