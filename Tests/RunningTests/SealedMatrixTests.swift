import Diagnosis
import Foundation
import Lab
import Running
import Scenarios
import Store
import Testing
import Timeline

/// The lab's faults with digests in place of the audio: the same causes, or the diagnosis says what it can't tell any more.
struct SealedMatrixTests {
  /// Faults of the audio itself, and some of all that goes with it; `lab matrix --record-audio digest` plays every one. Not among them: bytes that
  /// are all changed (`audio-altered`), which digests can't tell from a conversion.
  static let faults = [
    "audio-lost-at-start", "audio-lost", "audio-duplicated", "audio-reordered", "audio-not-forwarded", "raw-declared-for-container-audio",
    "audio-sent-as-text:base64",
  ]

  @Test(.timeLimit(.minutes(5))) func theSameCauses() async throws {
    let worlds = [FaultSet()] + (try Self.faults.map { try FaultCatalogue.parse($0) })
    let suite = Suite(name: "telling", scenarios: ["baseline", "two-utterances", "wav-header"])
    let rows = try await Matrix.rows(worlds, suite: suite, clientHopOnly: false, toolVersion: "test") { plan in
      Seal.recording(try VirtualRun.play(plan, toolVersion: "test"), format: plan.profile.audio)
    }
    #expect(rows.count == worlds.count)
    for row in rows { #expect(row.agrees, "\(row.fault): \(row.answer); \(row.headline)") }
  }

  /// What goes wrong behind bytes that are all changed may follow from how they sound.
  @Test(.timeLimit(.minutes(5)), arguments: ["audio-altered", "audio-altered:zeros"])
  func nothingIsSureBehindAudioThatNobodyHeard(fault: String) throws {
    let plan = RunPlan(scenarios: [try #require(BuiltIns.scenario("two-utterances"))], faults: try FaultCatalogue.parse(fault))
    let sealed = Diagnosis.diagnose(Seal.recording(try VirtualRun.play(plan, toolVersion: "test"), format: plan.profile.audio))
    let errors = sealed.rootCauses.map(\.finding).filter { $0.severity == .error && $0.rule != "audio-altered" }
    #expect(!errors.contains { $0.certainty != .suspected }, "\(errors.map { "\($0.rule) \($0.certainty)" })")
    #expect(errors.allSatisfy { $0.alternatives.contains { $0.rule == "audio-altered" } }, "\(errors.map(\.alternatives))")
    #expect(!errors.isEmpty)
  }

  /// Words that are others, everywhere the same, change no cause.
  @Test(.timeLimit(.minutes(5)), arguments: RecordedFixturesTests.rules) func theSameCausesInOtherWords(_ rule: String) throws {
    let recording = try RecordingFile(path: RecordedFixturesTests.folder.appendingPathComponent("\(rule)/broken.sqlite").path).recording()
    let (sealed, outcome) = WordSeal.recording(recording, key: (3, 4))
    func causes(_ recording: Recording) -> [String] {
      let found = Diagnosis.diagnose(recording)
      return (found.rootCauses.map(\.finding) + found.notices).map { "\($0.rule) \($0.certainty.rawValue) \($0.party.rawValue)" }
    }
    #expect(causes(sealed) == causes(recording), "\(outcome)")
  }

  @Test func whatCanNotBeToldIsSaid() throws {
    let plan = RunPlan(scenarios: [try #require(BuiltIns.scenario("baseline"))])
    let recording = try VirtualRun.play(plan, toolVersion: "test")
    let sealed = Diagnosis.diagnose(Seal.recording(recording, format: plan.profile.audio))
    #expect(sealed.verdict == .healthy && sealed.verdict == Diagnosis.diagnose(recording).verdict)
    #expect(sealed.undecided.contains { $0.rule == "encoding-mismatch" && $0.reason.contains("digests stand in place of the audio") })
  }
}
