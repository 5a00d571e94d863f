import Audio
import Codecs
import Diagnosis
import Lab
import Running
import Scenarios
import Testing
import Timeline
import Wire

/// Whole runs in virtual time of a client that streams Opus in a container.
struct ContainerRunTests {
  private static func play(_ container: AudioContainer, _ scenarios: [String], fault: String? = nil, clip: SpokenClip? = nil) throws
    -> Recording
  {
    var profile = Profile()
    profile.contain(in: container)
    let plan = RunPlan(
      profile: profile, scenarios: scenarios.compactMap(BuiltIns.scenario), faults: try fault.map(FaultCatalogue.parse) ?? FaultSet(),
      clips: clip.map { [$0] } ?? [])
    return try VirtualRun.play(plan, toolVersion: "test")
  }

  @Test(arguments: AudioContainer.allCases)
  func aHealthyRelayIsHealthy(_ container: AudioContainer) throws {
    let recording = try Self.play(container, Suite.standard.scenarios + ["empty-frame", "fragmented", "tiny-chunks", "reconnect"])
    for seen in [recording, recording.clientHopOnly] {
      let result = Diagnosis.diagnose(seen)
      #expect(result.verdict == .healthy, "\(result.headline)")
      #expect(result.rootCauses.isEmpty, "\(result.rootCauses.map(\.finding.rule))")
      let baseline = try #require(result.sessions.first)
      #expect(abs((baseline.sentSeconds ?? 0) - 2.8) < 0.03)
      #expect(baseline.transcript?.isEmpty == false)
    }
  }

  @Test(
    arguments: AudioContainer.allCases,
    [
      "raw-declared-for-container-audio", "audio-lost-at-start", "close-stream-missing", "audio-lost", "audio-duplicated",
    ])
  func aFaultyRelayIsNamed(_ container: AudioContainer, _ fault: String) throws {
    let result = Diagnosis.diagnose(try Self.play(container, ["baseline", "two-utterances"], fault: fault))
    #expect(result.verdict == .faulty)
    #expect(result.rootCauses.first?.finding.rule == fault, "\(result.rootCauses.map(\.finding.rule))")
    #expect(result.rootCauses.first?.finding.party == .relay)
  }

  /// Faults that were taken for others, or for none, as long as only samples were thought of: each is the only cause.
  @Test(
    arguments: AudioContainer.allCases,
    [
      "audio-altered", "audio-altered:offset", "audio-altered:zeros", "audio-altered:resampled", "audio-reordered", "audio-lost-at-start",
      "audio-undecodable:client", "close-stream-early", "unexplained:service", "audio-swallowed", "audio-lost:redial",
    ])
  func aFaultIsTheOnlyCause(_ container: AudioContainer, _ name: String) throws {
    let fault = try #require(try FaultCatalogue.parse(name).faults.first)
    let recording = try Self.play(container, ["baseline", "two-utterances", "no-stop", "too-fast"] + fault.shownBy, fault: name)
    let result = Diagnosis.diagnose(recording)
    #expect(result.rootCauses.map(\.finding.rule) == [fault.rule], "\(result.headline)")
    #expect(result.rootCauses.first?.finding.party == fault.party)
    let client = Diagnosis.diagnose(recording.clientHopOnly)
    let first = client.rootCauses.first?.finding
    let named = [first?.rule].compactMap { $0 } + (first?.alternatives.map(\.rule) ?? [])
    // Who does not see it may suspect another: sure of it he must not be.
    #expect(first == nil || first?.certainty == .suspected || named.contains(fault.rule), "client hop: \(client.headline)")
  }

  /// A relay that dials again says first what the stream is, and goes on where a decoder can begin: no word is lost, none comes twice.
  @Test(arguments: AudioContainer.allCases, [true, false])
  func aRelayThatDialsAgainGoesOn(_ container: AudioContainer, sendsHeader: Bool) throws {
    var profile = Profile()
    profile.contain(in: container)
    var plan = RunPlan(profile: profile, scenarios: ["baseline", "service-resets"].compactMap(BuiltIns.scenario))
    plan.habits = RelayHabits(DialsAnew(sendsHeader: sendsHeader))
    let result = Diagnosis.diagnose(try VirtualRun.play(plan, toolVersion: "test"))
    guard !sendsHeader else {
      #expect(result.verdict == .healthy && result.rootCauses.isEmpty, "\(result.headline)")
      #expect(result.sessions[1].wer == 0)
      return
    }
    let finding = try #require(result.rootCauses.map(\.finding).first { $0.rule == "audio-undecodable" }, "\(result.headline)")
    #expect(finding.party == .relay && finding.certainty == .proven && finding.cause.contains("without its header"))
    #expect(finding.evidence.map(\.session) == [2])
  }

  /// A file goes over the wire byte for byte, whatever the scenario's own clip is, and its words come back.
  @Test func aFileOfOnesOwnGoesAsItIs() throws {
    let spoken = try #require(BuiltIns.clip("one-sentence"))
    let samples = Conversion.convert(spoken.data, from: spoken.format, to: AudioFormat(sampleRate: 24_000))
    let file = try #require(
      ContainerFile(encoding: SampleCodec.decode(samples, .linear16), sampleRate: 24_000, channels: 1, in: .webm))
    let clip = try ClipFile.load(file.bytes, name: "dir/mine.webm", transcript: spoken.transcript)
    #expect(clip.name == "mine" && ClipFile.transcriptPath(of: "dir/mine.webm") == "dir/mine.txt")
    let plan = RunPlan(scenarios: ["baseline"].compactMap(BuiltIns.scenario), clips: [clip])
    let recording = try VirtualRun.play(plan, toolVersion: "test")
    let sent = recording.events.compactMap { event -> [UInt8]? in
      guard event.hop == .client, case .frame(let frame) = event.kind, frame.sender == .client, frame.frame.opcode == .binary else {
        return nil
      }
      return frame.frame.payload
    }
    #expect(sent.flatMap(\.self) == file.bytes)
    let result = Diagnosis.diagnose(recording)
    #expect(result.verdict == .healthy, "\(result.headline)")
    #expect(result.sessions.first?.transcript == spoken.transcript)
    let audio = try #require(recording.sessions.first?.audio)
    #expect(audio.encoding == "opus" && audio.container == "webm" && abs(audio.seconds - 2.8) < 0.03)
  }

  @Test func badFilesAreRefusedByName() throws {
    let file = try #require(ContainerFile(encoding: [Float](repeating: 0.1, count: 48_000), sampleRate: 48_000, channels: 1, in: .ogg))
    var broken = file.bytes
    broken[file.packets[20].end - 1] ^= 0x40
    for (bytes, why) in [(Array(file.bytes.dropLast(3)), "the file ends inside a page"), (broken, "the page's checksum is 0x")] {
      let error = #expect(throws: ConfigurationError.self) { try ClipFile.load(bytes, name: "bad.ogg", transcript: nil) }
      #expect(error?.text.hasPrefix("bad.ogg: no Ogg file that can be streamed: byte ") == true && error?.text.contains(why) == true)
    }
  }
}

/// A relay that dials a failed service again, with a container's header or without it.
private struct DialsAnew: RelayHabit {
  let name = "dials-anew"
  let sendsHeader: Bool

  func adjust(_ relay: inout RelaySettings) {
    relay.redial = Redial()
    relay.redial?.sendsHeader = sendsHeader
  }
}
