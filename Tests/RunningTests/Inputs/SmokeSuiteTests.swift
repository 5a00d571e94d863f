import Diagnosis
import Lab
import Running
import Scenarios
import Testing
import Timeline

/// Input 28: what CI plays against a deployed relay takes a few seconds and sees what people ask for by name.
struct SmokeSuiteTests {
  private func play(_ fault: String?) throws -> Recording {
    try VirtualRun.play(
      RunPlan(
        scenarios: Suite.smoke.scenarios.compactMap(BuiltIns.scenario), suite: "smoke",
        faults: try fault.map(FaultCatalogue.parse) ?? FaultSet(), seed: 5), toolVersion: "test")
  }

  @Test(arguments: MatrixTests.everyday, [false, true]) func itSeesWhatIsAskedForByName(_ fault: String, clientHopOnly: Bool) throws {
    let recording = try play(fault)
    let result = Diagnosis.diagnose(clientHopOnly ? recording.clientHopOnly : recording)
    let rule = String(fault.prefix { $0 != ":" })
    #expect(result.verdict == .faulty, "\(result.headline)")
    #expect(result.candidates.contains(rule), "\(result.headline), \(result.candidates)")
  }

  @Test func aHealthyRelayIsHealthyWithinEightSeconds() throws {
    let recording = try play(nil)
    let result = Diagnosis.diagnose(recording)
    #expect(result.answer.isEmpty && result.verdict == .healthy)
    #expect((recording.sessions.compactMap(\.endedAt).max() ?? .max) < .seconds(8))
    #expect(result.headline.contains("not looked at: a pause of ten seconds"), "\(result.headline)")
    #expect(!result.headline.contains("second utterance"))
  }
}
