import Audio
import Diagnosis
import Lab
import Running
import Scenarios
import Testing
import Timeline

/// A network and a client's audio.
struct Condition: Sendable, CustomTestStringConvertible {
  var name: String
  var client = SimulatedLink()
  var service = SimulatedLink(latency: .milliseconds(20))
  var audio = AudioFormat()
  var chunkSamples = 1024
  /// What the service takes over its handshake.
  var handshake: Nanoseconds = 0
  var testDescription: String { name }

  static let all: [Condition] = [
    Condition(name: "everything next door", client: SimulatedLink(latency: 0), service: SimulatedLink(latency: 0)),
    Condition(name: "client 50 ms away", client: SimulatedLink(latency: .milliseconds(50))),
    Condition(name: "client 200 ms away", client: SimulatedLink(latency: .milliseconds(200))),
    Condition(name: "client 400 ms away", client: SimulatedLink(latency: .milliseconds(400))),
    Condition(name: "service 150 ms away", service: SimulatedLink(latency: .milliseconds(150))),
    Condition(name: "service 400 ms away", service: SimulatedLink(latency: .milliseconds(400))),
    Condition(
      name: "both 400 ms away", client: SimulatedLink(latency: .milliseconds(400)), service: SimulatedLink(latency: .milliseconds(400))),
    Condition(name: "the service's handshake takes as long as the real one's", handshake: ServiceSettings.farHandshake),
    Condition(
      name: "a far client, and a far service that takes its time", client: SimulatedLink(latency: .milliseconds(150)),
      service: SimulatedLink(latency: .milliseconds(60)), handshake: .milliseconds(300)),
    Condition(name: "client jitters by 80 ms", client: SimulatedLink(latency: .milliseconds(40), jitter: .milliseconds(80))),
    Condition(name: "service jitters by 200 ms", service: SimulatedLink(latency: .milliseconds(40), jitter: .milliseconds(200))),
    Condition(name: "client at 1 Mbit/s", client: SimulatedLink(latency: .milliseconds(30), bandwidth: 125_000)),
    Condition(name: "chunks of 20 ms at 16 kHz", audio: AudioFormat(sampleRate: 16_000), chunkSamples: 320),
    Condition(name: "chunks of 100 ms at 16 kHz", audio: AudioFormat(sampleRate: 16_000), chunkSamples: 1600),
    Condition(name: "chunks of 250 ms at 48 kHz", audio: AudioFormat(sampleRate: 48_000), chunkSamples: 12_000),
    Condition(name: "linear16 at 8 kHz", audio: AudioFormat(sampleRate: 8_000), chunkSamples: 160),
    Condition(name: "mulaw at 8 kHz", audio: AudioFormat(encoding: .mulaw, sampleRate: 8_000), chunkSamples: 160),
    Condition(name: "alaw at 8 kHz", audio: AudioFormat(encoding: .alaw, sampleRate: 8_000), chunkSamples: 800),
    Condition(name: "linear32 at 16 kHz", audio: AudioFormat(encoding: .linear32, sampleRate: 16_000), chunkSamples: 512),
    Condition(name: "stereo at 44.1 kHz", audio: AudioFormat(channels: 2)),
    Condition(name: "stereo mulaw at 16 kHz", audio: AudioFormat(encoding: .mulaw, sampleRate: 16_000, channels: 2), chunkSamples: 400),
    Condition(
      name: "far, jittery, in big chunks", client: SimulatedLink(latency: .milliseconds(150), jitter: .milliseconds(60)),
      service: SimulatedLink(latency: .milliseconds(250), jitter: .milliseconds(100)), chunkSamples: 8192),
  ]

  /// The scenarios that tell most apart: the suite must stay quick. `lab matrix` plays all of them.
  static let scenarios = ["baseline", "wav-header", "two-utterances"]

  func play(_ faults: FaultSet, seed: UInt64) throws -> Recording {
    var plan = RunPlan(
      profile: Profile(audio: audio, chunkSamples: chunkSamples), scenarios: Self.scenarios.compactMap(BuiltIns.scenario),
      suite: "standard", faults: faults, seed: seed)
    plan.handshakeDelay = handshake
    return try VirtualRun.play(
      plan, toolVersion: "test", network: SimulatedNetwork(seed: seed, clientLink: client, serviceLink: service))
  }
}

/// A false alarm on a healthy relay, or a confident wrong cause, is the worst that can happen: not under any of these.
struct ConditionsTests {
  @Test(.timeLimit(.minutes(5)), arguments: Condition.all)
  func theHealthyRelayGivesNoFinding(_ condition: Condition) throws {
    let recording = try condition.play(FaultSet(), seed: 7)
    for seen in [recording, recording.clientHopOnly] {
      let result = Diagnosis.diagnose(seen)
      #expect(result.rootCauses.isEmpty, "\(seen.run.serviceHop): \(result.headline)")
      #expect(result.verdict == .healthy)
      #expect(result.checklist.allSatisfy { $0.answer == .yes }, "\(result.checklist.filter { $0.answer != .yes })")
    }
  }

  /// What a client does on purpose is no blot on the relay, in none of the built-in scenarios: neither as a finding nor as a "no".
  @Test(.timeLimit(.minutes(5)), arguments: [false, true])
  func theWholeSuiteIsAnsweredYes(clientHopOnly: Bool) throws {
    let recording = try VirtualRun.play(
      RunPlan(scenarios: Suite.full.scenarios.compactMap(BuiltIns.scenario), seed: 3), toolVersion: "test")
    let result = Diagnosis.diagnose(clientHopOnly ? recording.clientHopOnly : recording)
    #expect(result.rootCauses.isEmpty && result.verdict == .healthy, "\(result.headline)")
    #expect(result.checklist.allSatisfy { $0.answer == .yes }, "\(result.checklist.filter { $0.answer != .yes })")
  }

  /// The hardest: as many names as are given here.
  private static let hard = Condition.all.filter {
    ["client 400 ms away", "far, jittery, in big chunks", "mulaw at 8 kHz", "service jitters by 200 ms"].contains($0.name)
  }

  @Test func theHardestAreThere() { #expect(Self.hard.count == 4) }

  @Test(.timeLimit(.minutes(5)), arguments: hard)
  func aFaultIsNeverTakenForAnother(_ condition: Condition) throws {
    for name in MatrixTests.everyday {
      let world = try FaultCatalogue.parse(name)
      let fault = try #require(world.faults.first)
      let recording = try condition.play(world, seed: 11)
      let both = Diagnosis.diagnose(recording)
      #expect(both.rootCauses.map(\.finding.rule) == [fault.rule], "\(fault.name), both hops: \(both.headline)")
      let client = Diagnosis.diagnose(recording.clientHopOnly)
      let first = client.rootCauses.first?.finding
      let named = [first?.rule].compactMap { $0 } + (first?.alternatives.map(\.rule) ?? [])
      let isHonest = first?.certainty == .suspected || first == nil || client.rootCauses.map(\.finding.rule) == [fault.rule]
      #expect(isHonest && (named.contains(fault.rule) || first == nil), "\(fault.name), client hop: \(client.headline), \(named)")
    }
  }
}
