import Diagnosis
import Lab
import Running
import Scenarios
import Testing
import Timeline

/// Relays with two things wrong, seen from the client hop alone: what is true is never struck out.
struct TwoFaultsFromOneHopTests {
  private static func play(_ scenarios: [String], _ faults: String, _ habits: RelayHabits) throws -> (RunPlan, Recording) {
    var plan = RunPlan(scenarios: scenarios.compactMap(BuiltIns.scenario), faults: try FaultCatalogue.parse(faults))
    plan.habits = habits
    return (plan, try VirtualRun.play(plan, toolVersion: "test").clientHopOnly)
  }

  /// The causes that are named, the first ones and those beside them.
  private static func candidates(_ recording: Recording) -> Set<String> {
    Set(Diagnosis.diagnose(recording).rootCauses.map(\.finding).flatMap { [$0.rule] + $0.alternatives.map(\.rule) })
  }

  /// Plays what the investigation asks for, as long as it asks.
  private static func investigated(_ faults: String, _ habits: RelayHabits) throws -> Recording {
    var names = Suite.standard.scenarios
    var (plan, recording) = try play(names, faults, habits)
    var tried = 0
    while let step = try Investigation(plan).next(after: recording, tried: tried) {
      tried += 1
      names.append(step.scenario)
      (plan, recording) = try play(names, faults, habits)
    }
    return recording
  }

  /// It forwards audio, honours the stop, drops all results, and never closes its client.
  @Test(.timeLimit(.minutes(1))) func noResultsAndNoCloseLeaveBothCausesStanding() throws {
    let (_, recording) = try Self.play(Suite.standard.scenarios, "results-not-forwarded", RelayHabits(NeverCloses()))
    #expect(Self.candidates(recording).contains("results-not-forwarded"))
    #expect(Self.candidates(try Self.investigated("results-not-forwarded", RelayHabits(NeverCloses()))).contains("results-not-forwarded"))
  }

  /// It greets, takes everything, never dials, and closes at the first text.
  @Test(.timeLimit(.minutes(1)), arguments: [#"{"type":"info","message":"Connected"}"#, "Connected."])
  func aGreetingIsNoAnswer(_ greeting: String) throws {
    let habits = RelayHabits(GreetsItsClient(greeting), ClosesAfterStop(0))
    let (_, recording) = try Self.play(Suite.standard.scenarios, "service-never-dialled", habits)
    let candidates = Self.candidates(recording)
    #expect(candidates.contains("service-never-dialled") && candidates.contains("service-refusal-hidden"), "\(candidates)")
  }

  /// It never closes, and nothing ever came: what did not come at the end explains nothing that should have come before.
  @Test(.timeLimit(.minutes(1))) func aCloseThatNeverComesIsNotWhyNothingCame() throws {
    let (_, recording) = try Self.play(Suite.standard.scenarios, "service-never-dialled", RelayHabits(NeverCloses()))
    let causes = Diagnosis.diagnose(recording).rootCauses
    #expect(causes.contains { $0.finding.rule != "close-not-relayed" })
    #expect(!causes.contains { $0.finding.rule == "close-not-relayed" && $0.explains.contains("no-messages") })
    #expect(Self.candidates(recording).contains("service-never-dialled"))
  }
}
