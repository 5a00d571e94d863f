import Diagnosis
import Lab
import Running
import Scenarios
import Testing
import Timeline

/// The books of whole sessions: balanced where nothing is wrong, short where something is.
@Suite(.timeLimit(.minutes(5))) struct AccountTests {
  /// Every entry of a run, as `duty.manner by party`.
  private static func entries(_ recording: Recording) -> [String] {
    Diagnosis.diagnose(recording).sessions.compactMap(\.account).flatMap(\.entries).map {
      "\($0.duty).\($0.manner.rawValue) by \($0.party.rawValue)"
    }
  }

  @Test(arguments: Condition.all) func balanceWhereNothingIsWrong(_ condition: Condition) throws {
    let recording = try condition.play(FaultSet(), seed: 5)
    for seen in [recording, recording.clientHopOnly] { #expect(Self.entries(seen) == [], "\(seen.run.serviceHop)") }
  }

  /// Whatever a scenario does on purpose, the relay that takes it well owes nothing.
  @Test(arguments: BuiltIns.scenarioNames) func balanceInEachScenario(_ name: String) throws {
    let scenario = try #require(BuiltIns.scenario(name))
    let recording = try VirtualRun.play(RunPlan(scenarios: [scenario], seed: 9), toolVersion: "test")
    for seen in [recording, recording.clientHopOnly] { #expect(Self.entries(seen) == [], "\(seen.run.serviceHop)") }
  }

  /// What is put in shows in the account of what it spoils, and is blamed on who did it.
  @Test(arguments: [
    ("audio-lost", "audio.missing by relay"), ("audio-duplicated", "audio.repeated by relay"), ("audio-reordered", "audio.moved by relay"),
    ("audio-altered", "audio.altered by relay"), ("audio-not-forwarded", "audio.missing by relay"),
    ("service-never-dialled", "dialled.missing by relay"), ("container-declared-for-raw-audio", "declared.altered by relay"),
    ("sample-rate-mismatch", "declared.altered by relay"), ("close-stream-missing:relay", "endOfStream.missing by relay"),
    ("close-stream-late", "endOfStream.late by relay"), ("close-not-relayed", "closing.missing by relay"),
    ("results-not-forwarded", "results.missing by relay"), ("results-duplicated", "results.repeated by relay"),
    ("early-break", "staying.missing by relay"), ("relay-crashed", "staying.missing by relay"),
    ("unexpected-close:service", "staying.missing by service"), ("no-messages:service", "heard.missing by service"),
  ]) func areShortWhereSomethingIs(_ fault: String, entry: String) throws {
    let faults = try FaultCatalogue.parse(fault)
    let scenarios = Matrix.scenarios(of: .standard, for: faults)
    let recording = try VirtualRun.play(RunPlan(scenarios: scenarios, faults: faults, seed: 2), toolVersion: "test")
    #expect(Self.entries(recording).contains(entry), "\(Set(Self.entries(recording)).sorted())")
  }
}
