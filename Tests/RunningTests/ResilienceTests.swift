import Diagnosis
import Lab
import Reporting
import Running
import Scenarios
import Speech
import Testing
import Timeline

/// The suite `resilience` in virtual time: healthy relays take each failure of the service as they should, and broken ones are named.
struct ResilienceTests {
  private static func play(_ faults: String? = nil, _ habits: RelayHabits = RelayHabits(), scenarios: [String] = Suite.resilience.scenarios)
    throws -> Recording
  {
    var plan = RunPlan(
      scenarios: scenarios.compactMap(BuiltIns.scenario), suite: "resilience", faults: try faults.map(FaultCatalogue.parse) ?? FaultSet())
    plan.habits = habits
    return try VirtualRun.play(plan, toolVersion: "test")
  }

  static let habits: [RelayHabits] = [
    RelayHabits(), RelayHabits(DialsAgain()), RelayHabits(GreetsItsClient()), RelayHabits(KeepsMetadata()), RelayHabits(SendsFinalsOnly()),
    RelayHabits(ReshapesMessages(.typeText)), RelayHabits(DialsAgain(), ReshapesMessages(.envelope)),
  ]

  @Test(.timeLimit(.minutes(5)), arguments: habits)
  func aHealthyRelayGivesNoFinding(_ habits: RelayHabits) throws {
    let result = Diagnosis.diagnose(try Self.play(nil, habits))
    #expect(result.verdict == .healthy, "\(habits.name): \(result.headline)")
    #expect(result.rootCauses.map(\.finding.summary) == [], "\(habits.name)")
    #expect(result.resilience.count == Suite.resilience.scenarios.count - 2)
    #expect(
      result.resilience.allSatisfy { $0.verdict == .healthy && $0.rules.isEmpty }, "\(result.resilience.filter { $0.verdict != .healthy })")
    #expect(result.resilience.flatMap(\.answers).filter { $0.answer == .no } == [])
  }

  /// What the fault brings, in which row of the chapter.
  static let faults: [(fault: String, rule: String, scenario: String)] = [
    ("service-hang-unnoticed", "service-hang-unnoticed", "service-hangs"),
    ("service-hang-unnoticed", "service-hang-unnoticed", "service-silent"),
    ("audio-swallowed", "audio-swallowed", "service-resets"), ("failure-told-as-success", "failure-told-as-success", "service-resets"),
    ("redial-storm", "redial-storm", "service-overloaded"), ("audio-lost:redial", "audio-lost", "service-resets"),
    ("results-duplicated:redial", "results-duplicated", "service-resets"), ("results-altered:redial", "results-altered", "service-resets"),
    ("service-key-leaked", "service-key-leaked", "service-refuses-key"),
    ("service-refusal-hidden", "service-refusal-hidden", "service-refuses-key"),
    ("close-not-relayed", "close-not-relayed", "service-rejects"),
  ]

  @Test(.timeLimit(.minutes(5)), arguments: faults)
  func aBadRelayIsNamed(_ fault: String, rule: String, scenario: String) throws {
    let result = Diagnosis.diagnose(try Self.play(fault, scenarios: ["baseline", scenario, "two-utterances"]))
    #expect(result.rootCauses.filter { $0.finding.rule == rule && $0.finding.party == .relay }.count == 1, "\(result.headline)")
    #expect(result.rootCauses.allSatisfy { $0.finding.party == .relay && $0.finding.certainty == .proven }, "\(result.headline)")
    let row = try #require(result.resilience.first { $0.scenario == scenario })
    #expect(row.rules.contains(rule) && row.verdict == .faulty)
  }

  /// What a relay makes of three failures explains nothing of what it makes of a fourth: each is told, whatever there are most of.
  @Test func oneFailureExplainsNoOther() throws {
    let recording = try Self.play(
      "service-hang-unnoticed,failure-told-as-success",
      scenarios: ["baseline", "service-hangs", "service-silent", "service-half-open", "service-resets", "two-utterances"])
    let result = Diagnosis.diagnose(recording)
    #expect(Set(result.rootCauses.map(\.finding.rule)) == ["service-hang-unnoticed", "failure-told-as-success"], "\(result.headline)")
    let row = try #require(result.resilience.first { $0.scenario == "service-resets" })
    #expect(row.rules == ["failure-told-as-success"] && row.verdict == .faulty)
  }

  /// Neither is the service's end a finding, nor does the misbehaviour count where the relay only passes on what comes.
  @Test(.timeLimit(.minutes(5)), arguments: MisbehaviourKind.allCases)
  func theServiceIsNeverBlamed(_ kind: MisbehaviourKind) throws {
    let scenarios = ["two-utterances", "slow-reader", "hang-up", "reconnect", "vanish", "control-only", "stall"]
    var plan = RunPlan(scenarios: scenarios.compactMap(BuiltIns.scenario))
    plan.misbehaviour = Misbehaviour(kind)
    let result = Diagnosis.diagnose(try VirtualRun.play(plan, toolVersion: "test"))
    #expect(result.rootCauses.map(\.finding.summary) == [], "\(kind)")
    #expect(result.resilience.map(\.misbehaviour) == scenarios.map { _ in kind })
  }

  /// A client that leaves before anybody had to tell it proves nothing: such a row is open, and not in order.
  @Test func whoDoesNotWaitLearnsNothing() throws {
    let yaml = """
      name: impatient
      audio: { speech: one-sentence, format: profile }
      service: { fault: no-answer, after: 1s }
      steps: [connect, stream, stop, { await: { closed: true, within: 2s } }]
      """
    let plan = RunPlan(
      scenarios: [try ScenarioReader.read(Array(yaml.utf8), file: "impatient")], faults: try FaultCatalogue.parse("service-hang-unnoticed"))
    let result = Diagnosis.diagnose(try VirtualRun.play(plan, toolVersion: "test"))
    let row = try #require(result.resilience.first)
    #expect(row.verdict == .inconclusive && row.answers.first { $0.question == .told }?.answer == .unknown, "\(row)")
  }

  /// Against a deployed relay nobody can make its service fail: what such sessions show there proves nothing.
  @Test func fromTheClientHopNothingIsSaid() throws {
    let result = Diagnosis.diagnose(try Self.play("service-hang-unnoticed").clientHopOnly)
    #expect(result.rootCauses.map(\.finding.rule) == [])
    #expect(result.resilience.isEmpty)
  }

  @Test func theChapterStandsInEveryReport() throws {
    let recording = try Self.play("failure-told-as-success", scenarios: ["baseline", "service-resets"])
    let report = Report(Diagnosed(recording), toolVersion: "test")
    let json = try JSONValue(parsing: Array(JSONRenderer().render(report).utf8))
    let row = try #require(json["resilience"]?[0])
    #expect(row["scenario"]?.string == "service-resets" && row["verdict"]?.string == "faulty")
    #expect(row["rules"]?[0]?.string == "failure-told-as-success")
    #expect(row["answers"]?.array?.count == 8)
    for text in [HTMLRenderer().render(report), MarkdownRenderer().render(report), TerminalRenderer().render(report)] {
      #expect(text.contains("When the service fails"))
      #expect(text.contains("resets the connection"))
    }
  }
}
