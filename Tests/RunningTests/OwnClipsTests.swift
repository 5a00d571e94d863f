import Diagnosis
import Lab
import Running
import Scenarios
import Testing
import Timeline

/// Clips of somebody's own, for clients side by side.
struct OwnClipsTests {
  @Test func clientsSideBySideHaveOneEach() throws {
    let clips = ["ten-seconds", "two-questions"].compactMap(BuiltIns.clip)
    let plan = RunPlan(scenarios: ["concurrent", "baseline"].compactMap(BuiltIns.scenario), clips: clips)
    #expect(try plan.sessions().map(\.info.audio?.name) == ["ten-seconds", "two-questions", "ten-seconds"])
    let result = Diagnosis.diagnose(try VirtualRun.play(plan, toolVersion: "test"))
    #expect(result.verdict == .healthy, "\(result.headline)")
    #expect(result.sessions.allSatisfy { $0.wer == 0 })
  }

  @Test func oneIsForAll() throws {
    let plan = RunPlan(scenarios: ["concurrent"].compactMap(BuiltIns.scenario), clips: ["ten-seconds"].compactMap(BuiltIns.clip))
    #expect(try plan.sessions().map(\.info.audio?.name) == ["ten-seconds", "ten-seconds"])
  }

  /// Mixed-up results show with clips of one's own as with ours.
  @Test func crossedResultsAreSeen() throws {
    let clips = ["ten-seconds", "two-questions"].compactMap(BuiltIns.clip)
    let plan = RunPlan(
      scenarios: ["concurrent"].compactMap(BuiltIns.scenario), faults: try FaultCatalogue.parse("results-crossed"), clips: clips)
    let result = Diagnosis.diagnose(try VirtualRun.play(plan, toolVersion: "test"))
    #expect(result.rootCauses.map(\.finding.rule) == ["results-crossed"], "\(result.headline)")
  }
}
