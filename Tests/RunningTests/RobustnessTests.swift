import Audio
import Diagnosis
import Foundation
import Lab
import Reporting
import Running
import Scenarios
import Testing
import Timeline

/// A recording can be anything: cut off, out of order, full of what a hostile relay wrote. The diagnosis says what it can, and never falls over.
///
/// `STTCHECK_FUZZ=N` makes N mutations in all (500 without it; `make fuzz`: ten thousand); each has a seed of its own, and the last one begun stands in
/// `sttcheck-fuzz.txt` of the temporary folder while it runs. `STTCHECK_FUZZ_SEED=S` plays that one again.
struct RobustnessTests {
  struct Base: Sendable, CustomTestStringConvertible {
    var fault: String
    var scenarios = ["baseline"]
    var clientHopOnly = false
    var testDescription: String { "\(fault) \(scenarios)\(clientHopOnly ? ", client hop only" : "")" }

    func recording() throws -> Recording {
      let faults = fault == "healthy" ? FaultSet() : try FaultCatalogue.parse(fault)
      let plan = RunPlan(
        profile: Profile(audio: AudioFormat(sampleRate: 8000), chunkSamples: 800), scenarios: scenarios.compactMap(BuiltIns.scenario),
        suite: "standard", faults: faults)
      let whole = try VirtualRun.play(plan, toolVersion: "test")
      return clientHopOnly ? whole.clientHopOnly : whole
    }
  }

  static let bases = [
    Base(fault: "healthy"), Base(fault: "early-break", scenarios: ["two-utterances"]), Base(fault: "close-stream-missing"),
    Base(fault: "service-refused"), Base(fault: "audio-lost"), Base(fault: "encoding-mismatch"),
    Base(fault: "healthy", scenarios: ["baseline", "concurrent", "wav-header", "two-utterances", "ping", "empty-frame"]),
    Base(fault: "relay-crashed", scenarios: ["baseline", "reconnect", "hang-up"]),
    Base(fault: "results-crossed", scenarios: ["concurrent"]),
    Base(fault: "close-stream-missing", scenarios: ["baseline", "alternative-stop"], clientHopOnly: true),
    Base(fault: "container-declared-for-raw-audio", scenarios: ["baseline", "wav-header"], clientHopOnly: true),
    Base(fault: "results-altered", scenarios: ["two-utterances", "slow-reader"], clientHopOnly: true),
  ]

  private static let environment = ProcessInfo.processInfo.environment
  private static let rounds = max(1, (environment["STTCHECK_FUZZ"].flatMap { Int($0) } ?? 500) / bases.count + 1)
  private static let onlySeed = environment["STTCHECK_FUZZ_SEED"].flatMap { UInt64($0) }

  @Test(.timeLimit(.minutes(30)), arguments: Array(bases.enumerated()).map { ($0.offset, $0.element) })
  func damagedRecordingsAreDiagnosed(_ place: Int, _ base: Base) throws {
    let whole = try base.recording()
    for round in 0..<Self.rounds {
      let seed = UInt64(place) * 1_000_000 + UInt64(round)
      if let only = Self.onlySeed, only != seed { continue }
      if Self.environment["STTCHECK_FUZZ"] != nil { try Self.remember(seed, base) }
      var mutator = RecordingMutator(seed: seed)
      let damaged = mutator.mutate(whole)
      let diagnosed = Diagnosed(damaged)
      let result = diagnosed.result
      #expect(result.checklist.count == 5)
      #expect(!result.headline.isEmpty)
      let ids = Set(damaged.events.map(\.id))
      let named = (result.rootCauses.map(\.finding) + result.notices).flatMap(\.evidence).flatMap(\.events)
      #expect(named.allSatisfy(ids.contains), "seed \(seed): evidence names events that exist")
      try Self.renders(Report(diagnosed, toolVersion: "test"), damaged, seed, all: round % 8 == 0)
    }
  }

  /// Every report of it can be written, and the same recording gives the same bytes.
  private static func renders(_ report: Report, _ recording: Recording, _ seed: UInt64, all: Bool) throws {
    let again = Report(Diagnosed(recording), toolVersion: "test")
    #expect(Array(JSONRenderer().render(report).utf8) == Array(JSONRenderer().render(again).utf8), "seed \(seed)")
    #expect(Array(TerminalRenderer().render(report).utf8) == Array(TerminalRenderer().render(again).utf8), "seed \(seed)")
    guard all else { return }
    let more: [any Renderer] = [
      HTMLRenderer(), MarkdownRenderer(), JUnitRenderer(), TAPRenderer(), GitHubRenderer(), TerminalRenderer(verbose: true, ladder: true),
    ]
    for renderer in more { #expect(!renderer.render(report).isEmpty, "seed \(seed)") }
  }

  private static func remember(_ seed: UInt64, _ base: Base) throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("sttcheck-fuzz.txt")
    try Data("seed \(seed), \(base.testDescription)\n".utf8).write(to: file)
  }
}
