import Diagnosis
import Dialects
import Lab
import Running
import Scenarios
import Speech
import Testing
import Timeline
import Wire

/// Whole runs in virtual time, with client and relay of the lab in every dialect.
struct DialectRunTests {
  private static func plan(_ dialect: String, _ scenarios: [String], fault: String? = nil, stop: StopSignal? = nil) throws -> RunPlan {
    var profile = Profile()
    profile.speak(try #require(DialectCatalogue.named(dialect)))
    if let stop { profile.stop = stop }
    let faults = try fault.map(FaultCatalogue.parse) ?? FaultSet()
    return RunPlan(profile: profile, scenarios: scenarios.compactMap(BuiltIns.scenario), faults: faults)
  }

  /// Chunks of a length that the new rate does not divide: each begins anew.
  @Test func whatIsResampledChunkByChunkIsAltered() throws {
    var plan = try Self.plan("vosk", ["baseline"], fault: "audio-altered:resampled")
    plan.profile.chunkSamples = 371
    let result = Diagnosis.diagnose(try VirtualRun.play(plan, toolVersion: "test"))
    #expect(result.rootCauses.map(\.finding.rule) == ["audio-altered"])
  }

  /// Samples in the wrong order look the more like noise, the lower the rate.
  @Test func aClientThatWritesTheHigherByteFirst() throws {
    let result = Diagnosis.diagnose(
      try VirtualRun.play(try Self.plan("vosk", ["baseline"], fault: "encoding-mismatch:client"), toolVersion: "test"))
    #expect(result.rootCauses.map { "\($0.finding.rule), \($0.finding.party.rawValue)" } == ["encoding-mismatch, client"])
  }

  @Test(arguments: DialectCatalogue.names)
  func aHealthyRelayIsHealthy(_ dialect: String) throws {
    let recording = try VirtualRun.play(
      try Self.plan(dialect, ["baseline", "two-utterances", "stall-keepalive", "wav-header"]), toolVersion: "test")
    for seen in [recording, recording.clientHopOnly] {
      let result = Diagnosis.diagnose(seen)
      #expect(result.verdict == .healthy, "\(result.headline)")
      #expect(result.rootCauses.isEmpty)
      let baseline = try #require(result.sessions.first)
      #expect(baseline.sentSeconds ?? 0 > 2.5)
      #expect(baseline.transcript?.isEmpty == false)
    }
  }

  /// What has no place in a dialect is skipped, and says why.
  @Test func whatMakesNoSenseIsSkipped() throws {
    let recording = try VirtualRun.play(try Self.plan("twilio", ["baseline", "wav-header", "control-only"]), toolVersion: "test")
    let reasons = recording.sessions.map { info -> String? in
      if case .skipped(let reason)? = info.outcome { reason } else { nil }
    }
    #expect(reasons[0] == nil)
    #expect(reasons[1]?.contains("mulaw at 8000 Hz") == true)
    #expect(reasons[2]?.contains("neither KeepAlive nor Finalize") == true)
  }

  /// Of several clients, each would hear the others' results too.
  @Test func severalClientsAreSkippedWhereAllHearAll() throws {
    var profile = Profile()
    profile.results = ResultsPlace(.events, url: "http://relay.test/events")
    let recording = try VirtualRun.play(
      RunPlan(profile: profile, scenarios: ["concurrent"].compactMap(BuiltIns.scenario)), toolVersion: "test")
    for info in recording.sessions {
      guard case .skipped(let reason)? = info.outcome else { return #expect(Bool(false), "\(String(describing: info.outcome))") }
      #expect(reason.contains("one connection"))
    }
    #expect(recording.sessions.count == 2)
  }

  /// The sides of a call in a relay of the lab: the other one is silence, and nothing that a client says.
  @Test func bothSidesOfACall() throws {
    var profile = Profile()
    profile.speak(try Dialect(setting: ["dialect": "twilio", "tracks": "both"]))
    for (fault, rules) in [("", []), ("audio-lost-at-end", ["audio-lost-at-end"])] {
      let faults = fault.isEmpty ? FaultSet() : try FaultCatalogue.parse(fault)
      let plan = RunPlan(profile: profile, scenarios: ["baseline", "two-utterances"].compactMap(BuiltIns.scenario), faults: faults)
      let recording = try VirtualRun.play(plan, toolVersion: "test")
      let result = Diagnosis.diagnose(recording)
      #expect(result.rootCauses.map(\.finding.rule) == rules, "\(result.headline)")
      let audio = recording.audioFrames()
      let texts = recording.events.filter { event in
        if case .frame(let frame) = event.kind {
          event.hop == .client && frame.sender == .client && frame.frame.opcode == .text
        } else {
          false
        }
      }
      #expect(texts.filter { !audio.contains($0.id) }.count == 2 * 3, "connected, start and stop")
    }
  }

  /// A client that only hangs up can't be brought its last final: that is nobody's fault.
  @Test(arguments: DialectCatalogue.names)
  func hangingUpIsNoFault(_ dialect: String) throws {
    let recording = try VirtualRun.play(
      try Self.plan(dialect, Suite.standard.scenarios + ["stall-keepalive", "fragmented", "reconnect"], stop: .close), toolVersion: "test")
    for seen in [recording, recording.clientHopOnly] {
      let result = Diagnosis.diagnose(seen)
      #expect(result.verdict == .healthy, "\(result.headline)")
      #expect(result.rootCauses.isEmpty)
    }
  }

  @Test(
    arguments: DialectCatalogue.names,
    [
      "service-never-dialled", "format-undeclared", "audio-not-forwarded", "audio-lost-at-end", "results-not-forwarded",
      "close-stream-missing", "results-as-binary", "close-not-relayed",
    ])
  func faultsAreNamedAsUnderBinary(_ dialect: String, _ fault: String) throws {
    let recording = try VirtualRun.play(try Self.plan(dialect, ["baseline", "two-utterances"], fault: fault), toolVersion: "test")
    #expect(Diagnosis.diagnose(recording).rootCauses.map(\.finding.rule) == [fault])
  }

  /// The dialect of the relay is named where the client speaks another, and nothing is judged.
  @Test(arguments: ["socket.io", "openai-realtime", "assemblyai"])
  func aForeignDialectIsNotJudged(_ dialect: String) throws {
    let relay = try #require(DialectCatalogue.named(dialect))
    guard case .awaits(_, let example?)? = relay.opening.first else {
      Issue.record("\(dialect) greets its client: \(relay.opening)")
      return
    }
    let plan = try Self.plan("binary", ["baseline"], fault: "results-not-forwarded")
    var recording = try VirtualRun.play(plan, toolVersion: "test").clientHopOnly
    let place = try #require(recording.events.firstIndex { if case .response = $0.kind { true } else { false } })
    var greeting = recording.events[place]
    greeting.kind = .frame(FrameEvent(sender: .relay, frame: .text(example)))
    recording.events = Series(
      recording.events[...place].map { $0 } + [greeting] + recording.events[(place + 1)...].filter(\.isNoMessageOfTheRelay))
    let result = Diagnosis.diagnose(recording)
    #expect(result.verdict == .inconclusive)
    #expect(result.noConversation == .foreignDialect(dialect))
    #expect(result.headline.contains("client: \(dialect)"))
    #expect(result.rootCauses.isEmpty)
    #expect(result.checklist.allSatisfy { $0.answer == .unknown })
  }
}

extension Event {
  fileprivate var isNoMessageOfTheRelay: Bool {
    guard case .frame(let frame) = kind else { return true }
    return frame.sender != .relay || frame.frame.opcode.isControl
  }
}

extension Frame {
  fileprivate static func text(_ text: String) -> Frame { Frame(sending: .text, payload: Array(text.utf8), maskKey: nil) }
}
