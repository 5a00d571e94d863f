import Speech
import TestSupport
import Testing
import Timeline
import Wire

/// A relay that stands by itself, with the simulated service behind it: `--relay URL --service-listen HOST:PORT`.
@Suite(.timeLimit(.minutes(5))) struct RelayUnderTestTests {
  /// Plays against a relay of the lab in a program of its own, whose service hop comes back to the run.
  private func played(_ scenario: String, breaking fault: [String], forwarding: Bool = false) async throws -> PlayedRun {
    try await Gate.programs.pass {
      let port = try await FreePorts.shared.next()
      let relay = try LabPart(
        ["lab", "relay", "--service", "ws://127.0.0.1:\(port)"] + fault, environment: ["DEEPGRAM_API_KEY": "key-of-the-test"])
      let service = forwarding ? try LabPart(["lab", "service"], environment: [:]) : nil
      var words = ["run", scenario, "--relay", try await relay.url() + "/speech/stt:test", "--service-listen", "127.0.0.1:\(port)"]
      if let service { words += ["--service-forward", try await service.url()] }
      let run = try await PlayedRun.ungated(words + ["--format", "json"], environment: [:], folder: TemporaryFolder())
      for part in [relay, service] {
        guard let ended = try await part?.stop() else { continue }
        #expect(ended.status == 0 && !ended.bySignal, "\(ended)")
      }
      return run
    }
  }

  /// Simulated here, or tapped in front of another service.
  @Test(arguments: [false, true]) func bothHopsOfAHealthyRelay(forwarding: Bool) async throws {
    let run = try await played("baseline", breaking: [], forwarding: forwarding)
    #expect(run.ended.status == 0, "\(run.ended)")
    let recording = try run.recording()
    let clip = try Samples.audio("one-sentence.wav")
    #expect(recording.frames(.client, .client, .binary).flatMap(\.payload) == clip)
    #expect(recording.frames(.service, .relay, .binary).flatMap(\.payload) == clip)
    let said = recording.frames(.service, .service, .text).map(\.payload)
    #expect(said.count >= 2 && recording.frames(.client, .relay, .text).map(\.payload) == said)
    #expect(recording.run.serviceHop == (forwarding ? .tapped : .simulated))
  }

  /// A deployed relay, seen from its client alone: one session leaves several causes, and the run goes on by itself until it is settled.
  @Test func whatOneSessionLeavesOpenIsInvestigated() async throws {
    let run = try await Gate.programs.pass {
      let service = try LabPart(["lab", "service"], environment: [:])
      let relay = try LabPart(
        ["lab", "relay", "--service", try await service.url(), "--fault", "stop-not-understood"],
        environment: ["DEEPGRAM_API_KEY": "key-of-the-test"])
      let words = ["run", "baseline", "--relay", try await relay.url() + "/speech/stt:test", "--investigate", "--format", "json,markdown"]
      let run = try await PlayedRun.ungated(words, environment: [:], folder: TemporaryFolder())
      for part in [relay, service] { #expect(try await part.stop().status == 0) }
      return run
    }
    #expect(run.ended.status == 1, "\(run.ended)")
    let report = try run.report()
    let scenarios = report["sessions"]?.array?.compactMap { $0["scenario"]?.string } ?? []
    #expect(scenarios.first == "baseline" && scenarios.contains("alternative-stop") && scenarios.count <= 7, "\(scenarios)")
    let cause = try #require(report["root_causes"]?[0])
    #expect(cause["rule"]?.string == "stop-not-understood" && cause["certainty"]?.string == "inferred")
    #expect(cause["alternatives"]?.array ?? [] == [])
    let why = "alternative-stop: chosen by --investigate: "
    #expect(run.ended.out.contains(why), "\(run.ended)")
  }

  /// The service fails as the scenario asks, and what the relay lets out of it is kept nowhere.
  @Test func aKeyInTheReasonIsFoundAndNotKept() async throws {
    let run = try await played("service-refuses-key", breaking: ["--fault", "service-key-leaked"])
    #expect(run.ended.status == 1, "\(run.ended)")
    let report = try run.report()
    #expect(report["root_causes"]?.array?.compactMap { $0["rule"]?.string } == ["service-key-leaked"], "\(run.ended)")
    #expect(report["resilience"]?[0]?["verdict"]?.string == "faulty")
    let reasons = try run.recording().frames(.client, .relay, .close).map { String(decoding: $0.payload, as: UTF8.self) }
    #expect(reasons.count == 1 && !reasons[0].contains("key-of-the-test"), "\(reasons)")
  }

  /// Nobody can make a deployed relay's service fail.
  @Test func withoutTheServiceHopItIsSkipped() async throws {
    let relay = try LabPart(["lab", "relay", "--service", "ws://127.0.0.1:9"], environment: ["DEEPGRAM_API_KEY": "key-of-the-test"])
    let words = ["run", "service-resets", "ping", "--relay", try await relay.url() + "/speech/stt:test", "--format", "json"]
    let run = try await PlayedRun.ungated(words, environment: [:], folder: TemporaryFolder())
    #expect(try await relay.stop().status == 0)
    let report = try run.report()
    #expect(report["sessions"]?[0]?["skipped"]?.string?.contains("--service-listen") == true, "\(run.ended)")
    #expect(report["sessions"]?[1]?["skipped"]?.string == nil, "\(run.ended)")
  }

  /// Where nothing else would be played, it is an error of whoever asks.
  @Test func withoutTheServiceHopNothingIsLeftToPlay() async throws {
    let words = ["run", "service-resets", "--relay", "ws://127.0.0.1:9/speech"]
    let run = try await PlayedRun.ungated(words, environment: [:], folder: TemporaryFolder())
    #expect(run.ended.status == 2, "\(run.ended)")
    #expect(run.ended.err.contains("scenario 'service-resets' has the key 'service'"), "\(run.ended)")
    #expect(run.ended.err.contains("--service-listen HOST:PORT"), "\(run.ended)")
  }

  @Test func bothHopsOfABrokenOne() async throws {
    let run = try await played("two-utterances", breaking: ["--fault", "early-break"])
    #expect(run.ended.status == 1, "\(run.ended)")
    let cause = try #require(run.report()["root_causes"]?[0])
    #expect(cause["rule"]?.string == "early-break" && cause["certainty"]?.string == "proven" && cause["party"]?.string == "relay")
  }
}
