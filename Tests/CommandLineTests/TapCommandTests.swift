import Foundation
import Speech
import Store
import TestSupport
import Testing
import Timeline
import Wire

/// `sttcheck tap`, `export`, `import` and `replay` in a user's hands.
@Suite(.timeLimit(.minutes(5))) struct TapCommandTests {
  private static let key = "4c8f11d20a7be9930c1d2e3f4a5b6c7d8e9f0a1b"

  /// A tap before the relay and one behind it, and somebody's client that calls the first.
  private struct Taps {
    let service: LabPart
    let relay: LabPart
    let tap: Sttcheck
    let folder: TemporaryFolder
    let port: Int

    init(in folder: TemporaryFolder, relay options: [String] = []) async throws {
      self.folder = folder
      let behind = try await FreePorts.shared.next()
      service = try LabPart(["lab", "service"], environment: [:])
      relay = try LabPart(
        ["lab", "relay", "--service", "ws://127.0.0.1:\(behind)"] + options, environment: ["DEEPGRAM_API_KEY": TapCommandTests.key])
      let before = try await FreePorts.shared.next()
      port = before
      tap = try Sttcheck(
        [
          "tap", "--listen", "127.0.0.1:\(before)", "--to", try await relay.url(), "--listen", "127.0.0.1:\(behind)", "--to",
          try await service.url(), "--sessions", "1", "--record", "tap.sqlite", "--report", "out", "--format", "json",
        ], in: folder)
      try await tap.until("both ports listen") { [tap] in tap.err.split(separator: "\n").count { $0.hasPrefix("tap listening on") } == 2 }
    }

    /// - Returns: What came back, once the client is done.
    func speak(stop: Bool) async throws -> [Message] {
      let session = try await blocking { [port] in
        try RawSession(port: port, target: "/speech/stt:test?access_token=\(TapCommandTests.key)")
      }
      let audio = try Samples.audio("one-sentence.wav")
      // In real time, from the first chunk on.
      let begun = ContinuousClock.now
      for start in stride(from: 0, to: audio.count, by: 8820) {
        try await Task.sleep(until: begun + .milliseconds(start / 8820 * 100))
        do { try session.send(.binary(Array(audio[start..<min(start + 8820, audio.count)]))) } catch { break }
      }
      if stop { try session.send(.text("stop")) }
      return try await blocking { (try? session.readToEnd()) ?? [] }
    }
  }

  private static func report(_ folder: TemporaryFolder) throws -> JSONValue { try JSONValue(report: folder.text("out/report.json")) }

  @Test func bothHopsOfAStrangersSession() async throws {
    let folder = try TemporaryFolder()
    let taps = try await Taps(in: folder)
    let messages = try await taps.speak(stop: true)
    let ended = try await taps.tap.end()
    #expect(ended.status == 0, "\(ended)")
    #expect(messages.last == .close(1000))
    let recording = try Recording(at: folder.file("tap.sqlite"))
    #expect(recording.run.origin == .tapped)
    for (hop, sender) in [(Hop.client, Party.client), (.service, .relay)] {
      #expect(recording.frames(hop, sender, .binary).flatMap(\.payload) == (try Samples.audio("one-sentence.wav")))
    }
    let report = try Self.report(folder)
    #expect(
      report["verdict"]?.string == "healthy" && report["sessions"]?[0]?["transcript"]?.string == "tell the master our ferry leaves at noon")
    for (name, bytes) in try folder.files() { #expect(!bytes.contains(Array(Self.key.utf8)), "the key is in \(name)") }
  }

  @Test func theRelayIsNamedAndTheRecordingTravels() async throws {
    let folder = try TemporaryFolder()
    let taps = try await Taps(in: folder, relay: ["--fault", "format-undeclared"])
    _ = try await taps.speak(stop: true)
    #expect(try await taps.tap.end().status == 1)
    #expect(try Self.report(folder)["root_causes"]?[0]?["rule"]?.string == "format-undeclared")
    let original = try Recording(at: folder.file("tap.sqlite"))
    for (form, file) in [("--har", "run.har"), ("--ndjson", "run.ndjson")] {
      #expect(try await Sttcheck.run("export", "tap.sqlite", form, "--output", file, in: folder).status == 0)
      let imported = try await Sttcheck.run("import", file, "--record", "\(file).sqlite", "--report", "out", "--format", "json", in: folder)
      #expect(imported.status == 1, "\(imported)")
      #expect(try Self.report(folder)["root_causes"]?[0]?["rule"]?.string == "format-undeclared")
      let again = try Recording(at: folder.file("\(file).sqlite"))
      #expect(again.frames(.service, .relay, .binary).map(\.payload) == original.frames(.service, .relay, .binary).map(\.payload))
    }
    let wav = try await Sttcheck.run("export", "tap.sqlite", "--wav", "service", "--output", "heard.wav", in: folder)
    #expect(wav.status == 0 && wav.err.contains("raw bytes without a header"), "\(wav)")
    #expect(try folder.bytes("heard.wav") == (try Samples.audio("one-sentence.wav")))
  }

  /// The client's side of a fixture again, against a relay with the same fault, and the service's side to a relay that has none.
  @Test func aRecordingIsPlayedAgain() async throws {
    let folder = try TemporaryFolder()
    let made = try await Sttcheck.run(
      "run", "two-utterances", "--fault", "early-break", "--record", "a.sqlite", "--report", "out", "--quiet", in: folder)
    #expect(made.status == 1, "\(made)")
    let port = try await FreePorts.shared.next()
    let relay = try LabPart(
      ["lab", "relay", "--service", "ws://127.0.0.1:\(port)", "--fault", "early-break"], environment: ["DEEPGRAM_API_KEY": Self.key])
    let words = ["replay", "a.sqlite", "--relay", try await relay.url(), "--service-listen", "127.0.0.1:\(port)"]
    let replayed = try await Sttcheck(words + ["--record", "b.sqlite", "--report", "out", "--format", "json"], in: folder).end()
    #expect(replayed.status == 1, "\(replayed)")
    #expect(try Self.report(folder)["root_causes"]?.array?.contains { $0["rule"]?.string == "early-break" } == true)
    let (before, after) = (try Recording(at: folder.file("a.sqlite")), try Recording(at: folder.file("b.sqlite")))
    let sent = after.frames(.client, .client, .binary).map(\.wireBytes)
    #expect(!sent.isEmpty && before.frames(.client, .client, .binary).map(\.wireBytes).starts(with: sent))
  }

  @Test func theRecordedServiceAnswersAgain() async throws {
    let folder = try TemporaryFolder()
    #expect(try await Sttcheck.run("run", "baseline", "--record", "a.sqlite", "--report", "out", "--quiet", in: folder).status == 0)
    let port = try await FreePorts.shared.next()
    let service = try Sttcheck(
      ["replay", "a.sqlite", "--as-service", "--listen", "127.0.0.1:\(port)", "--record", "b.sqlite", "--report", "out", "--quiet"],
      in: folder)
    try await service.until("it listens") { service.err.contains("the recorded service listening") }
    let relay = try LabPart(["lab", "relay", "--service", "ws://127.0.0.1:\(port)"], environment: ["DEEPGRAM_API_KEY": Self.key])
    let played = try await Sttcheck.run(
      "run", "baseline", "--relay", try await relay.url(), "--record", "c.sqlite", "--report", "out", in: folder)
    #expect(played.status == 0, "\(played)")
    #expect(try await service.end().status == 0)
    let (before, after) = (try Recording(at: folder.file("a.sqlite")), try Recording(at: folder.file("b.sqlite")))
    #expect(after.frames(.service, .service, .text).map(\.payload) == before.frames(.service, .service, .text).map(\.payload))
  }

  /// It speaks of the audio that was recorded, here of less than it gets now: nobody is blamed for that.
  @Test func whatARecordedServiceSaysIsOfOtherAudio() async throws {
    let folder = try TemporaryFolder()
    let lost = try await Sttcheck.run(
      "run", "baseline", "--fault", "audio-lost", "--record", "a.sqlite", "--report", "out", "--quiet", in: folder)
    #expect(lost.status == 1, "\(lost)")
    let port = try await FreePorts.shared.next()
    let service = try Sttcheck(
      [
        "replay", "a.sqlite", "--as-service", "--listen", "127.0.0.1:\(port)", "--record", "b.sqlite", "--report", "out", "--format",
        "json",
      ],
      in: folder)
    try await service.until("it listens") { service.err.contains("the recorded service listening") }
    let relay = try LabPart(["lab", "relay", "--service", "ws://127.0.0.1:\(port)"], environment: ["DEEPGRAM_API_KEY": Self.key])
    _ = try await Sttcheck.run("run", "baseline", "--relay", try await relay.url(), "--record", "c.sqlite", "--report", "c", in: folder)
    let ended = try await service.end()
    #expect(![1, 4].contains(ended.status), "\(ended)")
    #expect(try Self.report(folder)["root_causes"]?.array?.isEmpty == true, "\(ended)")
  }

  @Test(arguments: [
    (["tap"], 2, "go in pairs"), (["tap", "--listen", "127.0.0.1:0", "--to", "relay.test"], 2, "has no scheme"),
    (["tap", "--listen", "nowhere", "--to", "ws://relay.test"], 2, "HOST:PORT"),
    (["tap", "--listen", "127.0.0.1:0", "--to", "ws://relay.test", "--on-record-failure", "no"], 2, "stop, pass"),
    (["tap", "--listen", "127.0.0.1:0", "--to", "ws://relay.test", "--record", "missing/folder/a.sqlite"], 4, "does not exist"),
    (["import", "missing.har"], 2, "no such"), (["import", "empty.har"], 2, "no WebSocket messages"),
    (["export", "missing.sqlite", "--har"], 2, "no file"),
    (["export", "missing.sqlite"], 2, "one of --seal"), (["replay", "missing.sqlite"], 2, "--as-service"),
    (["replay", "missing.sqlite", "--relay", "ws://relay.test", "--pace", "never"], 2, "--pace"),
  ])
  func badInputIsOneClearError(_ words: [String], _ status: Int, _ says: String) async throws {
    let folder = try TemporaryFolder()
    try folder.write(#"{"log":{"entries":[{"request":{"url":"https://page.test/"}}]}}"#, to: "empty.har")
    let ended = try await Gate.programs.pass { try await Sttcheck(words, in: folder).end() }
    #expect(ended.status == Int32(status) && ended.err.contains(says) && ended.err.split(separator: "\n").count == 1, "\(ended)")
  }

  @Test func aPortInUseIsBadInput() async throws {
    let folder = try TemporaryFolder()
    let taken = try FakeRelay(answering: { _ in "" })
    let ended = try await Sttcheck.run("tap", "--listen", "127.0.0.1:\(taken.port)", "--to", "ws://127.0.0.1:1", in: folder)
    #expect(ended.status == 2 && ended.err.contains("another program listens there"), "\(ended)")
    #expect(folder.entries.isEmpty)
  }

  /// Whoever is behind the tap can't be reached: the caller is told, and so is the user.
  @Test func anUpstreamThatIsNotThereIsUnreachable() async throws {
    let folder = try TemporaryFolder()
    let (port, gone) = (try await FreePorts.shared.next(), try await FreePorts.shared.next())
    let tap = try Sttcheck(
      [
        "tap", "--listen", "127.0.0.1:\(port)", "--to", "ws://127.0.0.1:\(gone)", "--sessions", "1", "--record", "a.sqlite", "--report",
        "out",
      ],
      in: folder)
    try await tap.until("it listens") { tap.err.contains("tap listening") }
    let failure = await #expect(throws: RawSession.Failure.self) { try await blocking { try RawSession(port: port) } }
    #expect(failure?.call.hasPrefix("HTTP/1.1 502") == true)
    let ended = try await tap.end()
    #expect(ended.status == 3 && ended.out.contains("could not be reached"), "\(ended)")
  }

  /// Whoever is behind the tap takes connections and never answers: once its caller has given up, the session is over.
  @Test func anUpstreamThatNeverAnswersIsTold() async throws {
    let folder = try TemporaryFolder()
    let silent = try SilentPort()
    let port = try await FreePorts.shared.next()
    let tap = try Sttcheck(
      [
        "tap", "--listen", "127.0.0.1:\(port)", "--to", "ws://127.0.0.1:\(silent.port)", "--sessions", "1", "--record", "a.sqlite",
        "--report", "out",
      ],
      in: folder)
    try await tap.until("it listens") { tap.err.contains("tap listening") }
    await #expect(throws: RawSession.Failure.self) { try await blocking { try RawSession(port: port, patience: 1) } }
    let ended = try await tap.end()
    // Where a line breaks hangs on the length of the port.
    let out = ended.out.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(ended.status == 3 && out.contains("did not answer the opening request") && !out.contains("interrupted"), "\(ended)")
  }
}
