import Diagnosis
import Testing
import Timeline
import Written

/// A rule and one of its examples.
struct RuleCase: Sendable, CustomTestStringConvertible {
  let rule: any Rule
  let example: RuleExample
  var testDescription: String { "\(rule.id): \(example.name)" }

  static let all = Catalogue.rules.flatMap { rule in rule.examples.map { RuleCase(rule: rule, example: $0) } }
}

struct RuleExampleTests {
  @Test(arguments: RuleCase.all.filter(\.example.fires))
  func firesWithTheMarkedEvidence(_ test: RuleCase) throws {
    let written = try WrittenTimeline(test.example.timeline)
    guard case .findings(let findings) = test.rule.check(RunFacts(written.recording)) else {
      Issue.record("silent: \(test.rule.check(RunFacts(written.recording)))")
      return
    }
    let named = Set(findings.flatMap(\.evidence).flatMap(\.events))
    #expect(!written.marked.isEmpty, "an example that fires marks its evidence")
    for line in written.marked {
      #expect(line.contains { named.contains($0) }, "a marked line is no evidence: \(line), named: \(named.sorted())")
    }
    let ids = Set(written.recording.events.map(\.id))
    #expect(named.isSubset(of: ids))
    if let certainty = test.example.certainty { #expect(findings.map(\.certainty).min() == certainty) }
    for finding in findings {
      #expect(finding.rule == test.rule.id)
      if finding.certainty == .suspected { #expect(!finding.alternatives.isEmpty, "a suspicion names what else it could be") }
    }
  }

  @Test(arguments: RuleCase.all.filter { !$0.example.fires })
  func staysSilent(_ test: RuleCase) throws {
    let written = try WrittenTimeline(test.example.timeline)
    if case .findings(let findings) = test.rule.check(RunFacts(written.recording)) {
      Issue.record("fired: \(findings.map(\.summary))")
    }
  }

  /// A silent example must not make any other rule cry either, unless it says so.
  @Test(arguments: RuleCase.all.filter { !$0.example.fires })
  func nobodyElseCries(_ test: RuleCase) throws {
    let result = Diagnosis.diagnose(try WrittenTimeline(test.example.timeline).recording)
    let errors = Set(result.rootCauses.map(\.finding).filter { $0.severity == .error }.map(\.rule))
    #expect(errors == test.example.alsoShows, "\(result.headline)")
  }

  /// Causes, what they explain, what else it could be, and what a scenario breaks on purpose: each is a rule.
  @Test(arguments: RuleCase.all)
  func namesRulesAlone(_ test: RuleCase) throws {
    let recording = try WrittenTimeline(test.example.timeline).recording
    let result = Diagnosis.diagnose(recording)
    let findings = result.rootCauses.map(\.finding) + result.notices + result.provoked
    let named = findings.flatMap { [$0.rule] + $0.alternatives.map(\.rule) } + result.rootCauses.flatMap(\.explains)
    #expect(Set(named + result.undecided.map(\.rule) + recording.sessions.flatMap(\.provokes)).subtracting(Catalogue.ids) == [])
  }

  @Test func everyRuleHasBothKindsOfExamples() {
    for rule in Catalogue.rules {
      #expect(rule.examples.contains { $0.fires }, "\(rule.id) has no firing example")
      #expect(rule.examples.contains { !$0.fires }, "\(rule.id) has no silent example")
    }
  }

  /// Alone, the whole diagnosis puts the rule of a firing example first, or under what explains it.
  @Test(arguments: RuleCase.all.filter(\.example.fires))
  func isAmongTheCauses(_ test: RuleCase) throws {
    let result = Diagnosis.diagnose(try WrittenTimeline(test.example.timeline).recording)
    let named =
      result.rootCauses.flatMap { [$0.finding.rule] + $0.explains + $0.finding.alternatives.map(\.rule) } + result.notices.map(\.rule)
    // A bare symptom gives way to the causes that a comparison of the sessions leaves: never to a certainty.
    if test.rule.group == .lastResort, let first = result.rootCauses.first, first.finding.certainty != .proven { return }
    #expect(named.contains(test.rule.id), "causes: \(result.headline)")
  }
}
