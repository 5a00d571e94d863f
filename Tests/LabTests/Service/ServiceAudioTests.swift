import Audio
import Lab
import Speech
import Testing
import Timeline
import Wire

/// PROTOCOL, "Declaring the audio": what is understood of audio that is, or is not, what it is declared to be.
struct ServiceAudioTests {
  private static let clip = SpokenFixtures.clip("one-sentence")
  private static let wav = WAVHeader.bytes(format: clip.format, dataLength: clip.data.count) + clip.data

  private func play(
    _ query: String, _ bytes: [UInt8], bytesPerSecond: Int = 88_200, chunk: Int = 4096,
    _ change: (inout ServiceSettings) -> Void = { _ in }
  ) -> ServiceSession {
    var session = ServiceSession.open("/v1/listen?interim_results=true" + (query.isEmpty ? "" : "&" + query), change)
    session.stream(bytes, bytesPerSecond: bytesPerSecond, chunk: chunk)
    session.say(.closeStream)
    session.wait(3)
    #expect(session.close?.code == 1000)
    #expect(session.metadata.first?.sha256 == session.sha256)
    return session
  }

  @Test func aWAVThatDeclaresItself() {
    let session = play("", Self.wav)
    #expect(session.transcript == Self.clip.transcript)
    #expect(session.metadata.first?.duration == (Self.clip.seconds * 1e6).rounded() / 1e6)
    #expect(play("", Self.wav, chunk: 7).transcript == Self.clip.transcript)
    #expect(play("container=wav", Self.wav).transcript == Self.clip.transcript)
    #expect(play("container=wav&encoding=linear16&sample_rate=44100", Self.wav).transcript == Self.clip.transcript)
  }

  @Test(arguments: [
    "", "container=wav", "container=wav&encoding=linear16&sample_rate=44100", "encoding=opus&sample_rate=48000", "encoding=flac",
  ])
  func whatCannotBeDecodedIsSilence(query: String) {
    expectSilence(play(query, Self.clip.data))
  }

  @Test func anotherContainerIsSilence() {
    expectSilence(play("", Array("OggS".utf8) + Self.clip.data))
    expectSilence(play("", Array(Self.wav.prefix(43))))
  }

  private func expectSilence(_ session: ServiceSession) {
    #expect(session.results.isEmpty)
    #expect(session.messages.count == 1)
    #expect(session.metadata.first?.duration == 0)
    #expect(session.metadata.first?.channels == 0)
  }

  @Test func theContainerParameterIsASwitch() {
    let session = play("container=wav&encoding=linear16&sample_rate=44100", Self.clip.data) { $0.containerCounts = false }
    #expect(session.transcript == Self.clip.transcript)
  }

  @Test func aHeaderInsideDeclaredAudioIsAClick() {
    #expect(play("encoding=linear16&sample_rate=44100", Self.wav).transcript == Self.clip.transcript)
  }

  @Test func aWrongRateRaisesNoError() {
    let session = play("encoding=linear16&sample_rate=16000", Self.wav)
    #expect(session.transcript == "")
    #expect(!session.results.isEmpty)
    let expected = Double(Self.wav.count / 2) / 16_000
    #expect(abs((session.metadata.first?.duration ?? 0) - expected) < 1e-5)
  }

  @Test(arguments: [AudioFormat.Encoding.mulaw, .alaw, .linear32])
  func otherEncodings(encoding: AudioFormat.Encoding) {
    let bytes = SampleCodec.encode(SpokenFixtures.samples("one-sentence", rate: 8_000), encoding)
    let query = "encoding=\(encoding.rawValue)&sample_rate=8000"
    #expect(play(query, bytes, bytesPerSecond: 8_000 * encoding.width, chunk: 801).transcript == Self.clip.transcript)
    #expect(play("encoding=linear16&sample_rate=8000", bytes).transcript == "")
  }

  @Test func twoChannelsAreMixed() {
    let stereo = SampleCodec.encode(Conversion.remix(Self.clip.monoSamples, from: 1, to: 2), .linear16)
    let session = play("encoding=linear16&sample_rate=44100&channels=2", stereo, bytesPerSecond: 176_400, chunk: 4099)
    #expect(session.transcript == Self.clip.transcript)
    #expect(session.metadata.first?.channels == 2)
  }

  @Test func noAudioAtAll() {
    var session = ServiceSession.open()
    session.say(.closeStream)
    session.wait(1)
    #expect(session.results.isEmpty)
    #expect(session.metadata.first?.duration == 0)
    #expect(session.metadata.first?.sha256 == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
  }

  @Test func aMissingByteShowsInTheHash() {
    var session = ServiceSession.open()
    session.stream(Array(Self.clip.data.prefix(20_001)))
    session.say(.closeStream)
    session.wait(1)
    #expect(session.metadata.first?.sha256 == session.sha256)
    #expect(session.metadata.first?.duration == (10_000.0 / 44_100 * 1e6).rounded() / 1e6)
  }
}
