import Audio
import Lab
import Scenarios
import Testing
import Timeline
import Wire

/// What the faults of the group "Declaring the audio" change on the wire.
@Suite struct DeclaringFaultTests {
  @Test(arguments: [
    ("container-declared-for-raw-audio", "container=wav&"), ("format-undeclared", ""),
    ("sample-rate-mismatch", "encoding=linear16&sample_rate=16000&channels=1&"),
    ("channel-count-mismatch", "encoding=linear16&sample_rate=44100&channels=2&"),
    ("encoding-mismatch", "encoding=mulaw&sample_rate=44100&channels=1&"),
    ("encoding-mismatch:as=linear32", "encoding=linear32&sample_rate=44100&channels=1&"),
    ("encoding-mismatch:as=linear16", "encoding=mulaw&sample_rate=44100&channels=1&"),
  ])
  func theRelayDeclaresSomethingElse(_ name: String, query: String) throws {
    let played = try FaultTests.play(name)
    #expect(FaultTests.query(played) == query + "model=nova-3&interim_results=true&endpointing=300")
    #expect(played.audio(.service, from: .relay) == VirtualLab.audio(7 * 88_200))
  }

  @Test func whereTheWrongIsRightAnotherIsWrong() throws {
    let right = RelaySettings(declaring: AudioFormat(encoding: .mulaw, sampleRate: 16_000, channels: 2))
    let wrong = try FaultCatalogue.parse("sample-rate-mismatch,encoding-mismatch,channel-count-mismatch").adjusted(right)
    #expect(wrong.query["sample_rate"] == "8000")
    #expect(wrong.query["encoding"] == "linear16")
    #expect(wrong.query["channels"] == "1")
  }

  @Test func theRelayDialsWithAQueryOfItsOwn() throws {
    let faults = try FaultCatalogue.parse("parameters-not-forwarded")
    #expect(faults.adjusted(Profile()).query.map(\.name) == ["interim_results", "model", "language"])
    var lab = VirtualLab(scenario: .baseline)
    lab.target = "/speech/stt:test?model=nova-2&language=en-GB"
    #expect(FaultTests.query(lab.play()).contains("model=nova-2") && FaultTests.query(lab.play()).contains("language=en-GB"))
    lab.faults = faults
    #expect(FaultTests.query(lab.play()) == "encoding=linear16&sample_rate=44100&channels=1&model=nova-3&endpointing=300")
  }

  @Test func rawDeclaredForContainerAudio() throws {
    let played = try FaultTests.play("raw-declared-for-container-audio")
    #expect(FaultTests.query(played).hasPrefix("encoding=linear16&sample_rate=16000&channels=1&"))
    #expect(played.audio(.service, from: .relay).starts(with: "RIFF".utf8))
    #expect(played.audio(.service, from: .relay).count == 7 * 88_200 + 44)
  }

  @Test func theClientSendsTheHigherByteFirst() throws {
    let sent = try FaultTests.play("encoding-mismatch:client").audio(.client, from: .client)
    let clean = VirtualLab.audio(7 * 88_200)
    #expect(sent.count == clean.count)
    #expect(Array(sent.prefix(4)) == [clean[1], clean[0], clean[3], clean[2]])
    let wav = try FaultTests.play(
      "encoding-mismatch:client", Scenario(name: "wav", format: .wav, steps: [.connect, .stream(Streaming()), .stop]))
    #expect(wav.audio(.client, from: .client).starts(with: "RIFF".utf8))
  }

  @Test func undecodableBytesComeFromTheSeed() throws {
    let one = try FaultTests.play("audio-undecodable:client").audio(.client, from: .client)
    #expect(one.count == 7 * 88_200)
    #expect(one != VirtualLab.audio(7 * 88_200))
    #expect(try FaultTests.play("audio-undecodable:client:seed=1").audio(.client, from: .client) == one)
    #expect(try FaultTests.play("audio-undecodable:client:seed=2").audio(.client, from: .client) != one)
  }
}
