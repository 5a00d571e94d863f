import Audio
import Lab
import Scenarios
import Testing
import Timeline
import Wire

/// What each fault changes on the wire, in whole sessions in virtual time.
@Suite struct FaultTests {
  static let closeStream = #"{"type":"CloseStream"}"#

  static func play(_ faults: String, _ scenario: Scenario = .baseline) throws -> VirtualLab.Played {
    var lab = VirtualLab(scenario: scenario)
    lab.faults = try FaultCatalogue.parse(faults)
    let played = lab.play()
    #expect(played.outcome.error == nil)
    return played
  }

  static func query(_ played: VirtualLab.Played) -> String {
    String(played.requests(.service).first?.target.drop { $0 != "?" }.dropFirst() ?? "")
  }

  @Test(arguments: FaultCatalogue.all.map(\.name)) func everySessionEndsWhateverTheFault(_ name: String) throws {
    let scenarios = [
      Scenario.baseline, Scenario(name: "no-stop", steps: [.connect, .stream(Streaming()), .await(.closed, within: .seconds(10))]),
      Scenario(name: "hang-up", steps: [.connect, .stream(Streaming(to: .seconds(2))), .close(code: 1001, reason: "")]),
      Scenario(name: "vanish", steps: [.connect, .stream(Streaming(to: .seconds(5))), .vanish]),
      Scenario(name: "too-fast", steps: [.connect, .stream(Streaming(rhythm: .pace(4))), .stop, .await(.closed, within: .seconds(10))]),
    ]
    for scenario in scenarios {
      var lab = VirtualLab(scenario: scenario, profile: Profile(audio: AudioFormat(sampleRate: 8000)))
      lab.faults = try FaultCatalogue.parse(name)
      let played = lab.play()
      #expect(played.outcome.error == nil)
      #expect(played.ends(.client).count == 1)
      #expect(played.ends(.service).count == 1)
    }
  }

  @Test func containerDeclaredForRawAudio() throws {
    let played = try Self.play("container-declared-for-raw-audio")
    #expect(Self.query(played) == "container=wav&model=nova-3&interim_results=true&endpointing=300")
    #expect(played.audio(.service, from: .relay) == VirtualLab.audio(7 * 88_200))
  }

  @Test func rawDeclaredForContainerAudio() throws {
    let played = try Self.play("raw-declared-for-container-audio")
    #expect(Self.query(played).hasPrefix("encoding=linear16&sample_rate=16000&channels=1&"))
    #expect(played.audio(.service, from: .relay).starts(with: "RIFF".utf8))
    #expect(played.audio(.service, from: .relay).count == 7 * 88_200 + 44)
  }

  @Test func sampleRateMismatch() throws {
    #expect(Self.query(try Self.play("sample-rate-mismatch")).hasPrefix("encoding=linear16&sample_rate=16000&channels=1&"))
    let right = RelaySettings(declaring: AudioFormat(sampleRate: 16_000))
    let wrong = try FaultCatalogue.parse("sample-rate-mismatch").adjusted(right)
    #expect(wrong.query["sample_rate"] == "8000")
  }

  @Test(arguments: ["close-stream-missing", "close-stream-missing:relay"]) func closeStreamMissing(_ name: String) throws {
    let patient = Scenario(name: "patient", steps: [.connect, .stream(Streaming()), .stop, .await(.closed, within: .seconds(15))])
    let played = try Self.play(name, patient)
    #expect(played.texts(.client, from: .client) == ["stop"])
    #expect(played.texts(.service, from: .relay).isEmpty)
    // The service's own timeout ends it, and that is relayed.
    #expect(played.closes(.client, from: .relay) == ["1011 Timeout. See https://dpgr.am/net0001"])
  }

  @Test func closeStreamMissingOfTheClient() throws {
    let played = try Self.play("close-stream-missing:client")
    #expect(played.texts(.client, from: .client).isEmpty)
    #expect(played.notes.contains(Note(.waitExpired, "closed did not come within 10 s")))
    // The relay covers its silent client, and ends the stream when it has gone.
    #expect(played.texts(.service, from: .relay).contains(#"{"type":"KeepAlive"}"#))
    #expect(played.texts(.service, from: .relay).last == Self.closeStream)
  }

  @Test func closedBeforeFinal() throws {
    let played = try Self.play("closed-before-final")
    #expect(played.texts(.service, from: .relay) == [Self.closeStream])
    #expect(played.closes(.service, from: .relay) == ["1000"])
    #expect(played.closes(.client, from: .relay) == ["1000"])
    #expect(!played.texts(.client, from: .relay).contains { $0.contains("Metadata") })
    #expect(played.texts(.service, from: .service).contains { $0.contains("Metadata") })
  }

  @Test func resultsNotForwarded() throws {
    let played = try Self.play("results-not-forwarded")
    #expect(played.texts(.client, from: .relay).isEmpty)
    #expect(played.texts(.service, from: .service).count == 9)
    #expect(played.closes(.client, from: .relay) == ["1000"])
  }

  @Test func earlyBreak() throws {
    let played = try Self.play("early-break")
    let texts = played.texts(.client, from: .relay)
    #expect(texts.count == 3)
    #expect(texts.filter { $0.contains(#""is_final":true"#) }.count == 1)
    #expect(played.closes(.client, from: .relay) == ["1000"])
    #expect(played.closes(.service, from: .relay) == ["1000"])
    #expect(played.texts(.service, from: .relay).isEmpty)
    #expect(played.audio(.service, from: .relay).count < 4 * 88_200)
  }

  @Test func earlyBreakMute() throws {
    let played = try Self.play("early-break:mute")
    #expect(played.texts(.client, from: .relay).count == 3)
    #expect(played.audio(.service, from: .relay) == VirtualLab.audio(7 * 88_200))
    #expect(played.texts(.service, from: .relay) == [Self.closeStream])
    #expect(played.texts(.service, from: .service).count == 9)
    #expect(played.notes.contains(Note(.waitExpired, "closed did not come within 10 s")))
    // It answers its client's Close, and no more.
    #expect(played.closes(.client, from: .relay) == ["1000"])
    #expect(played.closes(.client, from: .client) == ["1000"])
  }

  @Test func pacingTooFast() throws {
    let played = try Self.play("pacing-too-fast")
    let times = played.events.compactMap { event -> Nanoseconds? in
      guard event.hop == .client, case .frame(let frame) = event.kind, frame.frame.opcode == .binary else { return nil }
      #expect(frame.scheduled == nil)
      return event.at
    }
    #expect(zip(times, times.dropFirst()).allSatisfy { $1 - $0 == .milliseconds(10) })
    #expect(times.count == 302)
    // Scenarios with a rhythm of their own keep it.
    let burst = Scenario(name: "burst", steps: [.connect, .stream(Streaming(rhythm: .burst(.seconds(1))))])
    #expect(try FaultCatalogue.parse("pacing-too-fast").adjusted(burst) == burst)
  }

  @Test func serviceRefused() throws {
    let played = try Self.play("service-refused")
    let response = played.events.compactMap { event -> ResponseHead? in
      guard event.hop == .service, case .response(let head) = event.kind else { return nil }
      return head
    }
    #expect(response.map(\.status) == [401])
    #expect(response.first?.headers["dg-error"] == "Invalid credentials.")
    #expect(response.first?.headers["dg-request-id"]?.count == 36)
    #expect(
      played.closes(.client, from: .relay) == [
        "1011 service refused: 401 INVALID_AUTH dg-error: Invalid credentials. request_id: 5f1c7c1e-0b7e-4a53-9f4d-2d8f3a6b9c01"
      ])
    #expect(played.audio(.service, from: .relay).isEmpty)
  }

  @Test func faultsAreComposed() throws {
    let played = try Self.play("sample-rate-mismatch, results-not-forwarded")
    #expect(Self.query(played).contains("sample_rate=16000"))
    #expect(played.texts(.client, from: .relay).isEmpty)
  }
}
