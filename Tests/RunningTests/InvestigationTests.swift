import Diagnosis
import Lab
import Running
import Scenarios
import Testing
import Timeline

/// The scenario that comes next where the sessions so far leave several causes, in virtual time.
struct InvestigationTests {
  private static func recording(_ scenarios: [String], fault: String?) throws -> (RunPlan, Recording) {
    let plan = RunPlan(scenarios: scenarios.compactMap(BuiltIns.scenario), faults: try fault.map(FaultCatalogue.parse) ?? FaultSet())
    return (plan, try VirtualRun.play(plan, toolVersion: "test"))
  }

  @Test func anotherStopSettlesIt() throws {
    let (plan, _) = try Self.recording(["baseline"], fault: "stop-not-understood")
    let (_, settled) = try Self.recording(["baseline", "alternative-stop"], fault: "stop-not-understood")
    #expect(try Investigation(plan).next(after: settled.clientHopOnly, tried: 1) == nil)
    #expect(Diagnosis.diagnose(settled.clientHopOnly).rootCauses.map(\.finding.rule) == ["stop-not-understood"])
  }

  /// The scenario that parts most comes first, and the one that tells this cause from the last that is left behind it.
  @Test func anotherStopIsTriedWhereTheStopMayNotBeUnderstood() throws {
    var scenarios = ["baseline"]
    while scenarios.count < 4 {
      let (plan, played) = try Self.recording(scenarios, fault: "stop-not-understood")
      guard let step = try Investigation(plan).next(after: played.clientHopOnly, tried: scenarios.count - 1) else { break }
      #expect(step.open.contains("stop-not-understood") && step.open.count > 1)
      #expect(step.reason.hasPrefix(OpenQuestion.opening) && step.reason.contains(step.scenario))
      #expect(step.sessions.map(\.info.number) == [scenarios.count + 1] && step.sessions[0].info.about.contains(step.reason))
      scenarios.append(step.scenario)
    }
    #expect(scenarios.contains("alternative-stop"))
    let (_, settled) = try Self.recording(scenarios, fault: "stop-not-understood")
    #expect(Diagnosis.diagnose(settled.clientHopOnly).rootCauses.map(\.finding.rule) == ["stop-not-understood"])
  }

  @Test func whatIsCertainOrHealthyOrSeenIsLeftAlone() throws {
    for fault in [nil, "results-as-binary"] {
      let (plan, played) = try Self.recording(["baseline"], fault: fault)
      #expect(try Investigation(plan).next(after: played.clientHopOnly, tried: 0) == nil)
    }
    let (plan, played) = try Self.recording(["baseline"], fault: "stop-not-understood")
    #expect(try Investigation(plan).next(after: played, tried: 0) == nil)
  }

  @Test func enoughIsEnough() throws {
    let (plan, played) = try Self.recording(["baseline"], fault: "stop-not-understood")
    #expect(try Investigation(plan, limit: 2).next(after: played.clientHopOnly, tried: 1) != nil)
    #expect(try Investigation(plan, limit: 2).next(after: played.clientHopOnly, tried: 2) == nil)
  }

  /// The table's traits are those of the scenarios themselves, played against a healthy relay.
  @Test(arguments: KnownExperiment.all.map(\.scenario)) func aKnownExperimentIsItsScenario(_ scenario: String) throws {
    let (_, played) = try Self.recording([scenario], fault: nil)
    let experiment = try #require(Inference(played.clientHopOnly).experiments.first)
    #expect(experiment.traits == KnownExperiment.all.first { $0.scenario == scenario }?.traits)
    #expect(experiment.isHealthy)
  }

  /// A fault's own row predicts what its sessions show. `lab matrix --client-hop-only` holds it for every fault in the suite `full`.
  @Test(arguments: [
    "container-declared-for-raw-audio", "sample-rate-mismatch", "audio-lost", "audio-held-back", "audio-reordered", "close-stream-missing",
    "stop-forwarded-verbatim", "closed-before-final", "early-break:mute", "results-held-back", "results-dropped:finals",
  ])
  func noRowIsRefutedByItsOwnFault(_ fault: String) throws {
    let (plan, played) = try Self.recording(["baseline", "silence-only", "alternative-stop"], fault: fault)
    let rule = try #require(plan.faults.faults.first?.rule)
    let row = try #require(HypothesisTable.all.first { $0.rule == rule })
    let experiments = Inference(played.clientHopOnly).experiments
    #expect(!experiments.isEmpty)
    for experiment in experiments {
      #expect(row.surprises(experiment).isEmpty, "\(experiment.scenario): \(row.surprises(experiment))")
    }
  }
}
