import Audio
import Testing
import Timeline

import Scenarios

struct AudioMaterialTests {
  private let none: (String) -> [UInt8]? = { _ in nil }
  private func streaming(_ source: AudioSource, _ format: StreamFormat = .profile) -> Scenario {
    Scenario(name: "x", audio: source, format: format, steps: [.connect, .stream(Streaming()), .stop])
  }

  @Test func speechAsItIsInTheProfilesFormat() throws {
    let clip = try #require(BuiltIns.clip("two-sentences"))
    let material = try AudioMaterial.prepare(streaming(.speech(clip: "two-sentences")), profile: Profile(), load: none)
    #expect(material.bytes == clip.data)
    #expect(material.headerBytes == 0)
    #expect(
      material.info
        == AudioInfo(
          name: "two-sentences", encoding: "linear16", sampleRate: 44_100, channels: 1, seconds: clip.seconds, transcript: clip.transcript,
          utterances: 2))
  }

  @Test(arguments: AudioFormat.Encoding.allCases)
  func wavHeaderAndConversion(_ encoding: AudioFormat.Encoding) throws {
    let format = AudioFormat(encoding: encoding, sampleRate: 16_000, channels: 2)
    let material = try AudioMaterial.prepare(streaming(.speech(clip: "one-sentence"), .wav), profile: Profile(audio: format), load: none)
    let file = try WAVFile(parsing: material.bytes)
    #expect(file.format == format)
    #expect(file.data == Array(material.bytes[material.headerBytes...]))
    #expect(material.info?.container == "wav")
    #expect(material.info?.encoding == encoding.rawValue)
    #expect(material.info?.bytesPerSecond == format.bytesPerSecond)
    #expect(abs((material.info?.seconds ?? 0) - 2.7996) < 0.001)
    // The same speech: as loud as the clip is.
    let level = AudioLevel(measuring: SampleCodec.decode(file.data, encoding)).rms
    let original = AudioLevel(measuring: try #require(BuiltIns.clip("one-sentence")).monoSamples).rms
    #expect(abs(level - original) < 1)
  }

  @Test func madeUpSounds() throws {
    let silence = try AudioMaterial.prepare(streaming(.silence(seconds: 0.5)), profile: Profile(), load: none)
    #expect(silence.bytes == [UInt8](repeating: 0, count: 44_100))
    #expect(silence.info?.utterances == 0)
    #expect(silence.info?.transcript == nil)
    let mulaw = Profile(audio: AudioFormat(encoding: .mulaw, sampleRate: 8000))
    #expect(
      try AudioMaterial.prepare(streaming(.silence(seconds: 1)), profile: mulaw, load: none).bytes == [UInt8](repeating: 0xFF, count: 8000))

    let tone = try samples(.tone(hertz: 441, seconds: 1))
    #expect(abs(AudioLevel(measuring: tone).peak + 12) < 0.01)
    #expect(zip(tone, tone.dropFirst()).count { $0 < 0 && $1 >= 0 } == 440)
    #expect(abs(AudioLevel(measuring: tone).rms + 15.01) < 0.01)

    let noise = try samples(.noise(seconds: 1), seed: 1)
    #expect(abs(AudioLevel(measuring: noise).rms + 20) < 0.1)
    #expect(abs(AudioLevel(measuring: noise).offset) < 0.002)
    #expect(try samples(.noise(seconds: 1), seed: 1) == noise)
    #expect(try samples(.noise(seconds: 1), seed: 2) != noise)
  }

  private func samples(_ source: AudioSource, seed: UInt64 = 0) throws -> [Float] {
    let material = try AudioMaterial.prepare(streaming(source), profile: Profile(), seed: seed, load: none)
    return SampleCodec.decode(material.bytes, .linear16)
  }

  @Test func aFileOfTheScenario() throws {
    let files = [
      "own/clip.wav": WAVFile(format: AudioFormat(), data: [UInt8](repeating: 1, count: 88_200)).bytes,
      "own/clip.txt": Array("Hello  there\n".utf8),
    ]
    let material = try AudioMaterial.prepare(streaming(.file(path: "own/clip.wav")), profile: Profile(), load: { files[$0] })
    #expect(
      material.info == AudioInfo(name: "clip", encoding: "linear16", sampleRate: 44_100, channels: 1, seconds: 1, transcript: "Hello there")
    )
    let missing = #expect(throws: ConfigurationError.self) {
      try AudioMaterial.prepare(streaming(.file(path: "none.wav")), profile: Profile(), load: none)
    }
    #expect(missing?.text == "none.wav: the file of scenario 'x' cannot be read; paths are relative to the scenario's folder")
    #expect(throws: ConfigurationError.self) {
      try AudioMaterial.prepare(streaming(.file(path: "a.wav")), profile: Profile(), load: { _ in Array("not a wav".utf8) })
    }
  }

  @Test func ownClipReplacesSpeechAndWhatRestsOnIt() throws {
    var scenario = streaming(.speech(clip: "two-sentences"))
    scenario.expectations = [
      Expectation(.finals, atLeast: 2), Expectation(.results, atLeast: 1), Expectation(.wer, atMost: 0.3),
      Expectation(.metadata, atLeast: 1),
      Expectation(.close, atLeast: 1000, atMost: 1000),
    ]
    let data = [UInt8](repeating: 0, count: 44_100)
    let silent = SpokenClip(name: "mine", format: AudioFormat(), data: data)
    let material = try AudioMaterial.prepare(scenario, profile: Profile(), override: silent, load: none)
    #expect(material.info?.name == "mine")
    #expect(material.info?.transcript == nil)
    #expect(material.info?.utterances == nil)
    #expect(material.bytes == data)
    #expect(material.scenario.expectations.map(\.subject) == [.metadata, .close])

    let written = SpokenClip(
      name: "mine", format: AudioFormat(), data: data, transcript: "a b", words: [TimedWord(word: "a", start: 0, end: 1)])
    let told = try AudioMaterial.prepare(scenario, profile: Profile(), override: written, load: none)
    #expect(told.info?.transcript == "a b")
    #expect(told.info?.utterances == nil)
    #expect(told.scenario.expectations.map(\.subject) == [.results, .wer, .metadata, .close])

    let tone = try AudioMaterial.prepare(streaming(.silence(seconds: 1)), profile: Profile(), override: silent, load: none)
    #expect(tone.info?.name == "silence")
  }

  @Test func chunksBecomeSamples() throws {
    var scenario = streaming(.silence(seconds: 1))
    scenario.steps = [
      .connect, .stream(Streaming(chunkLength: .duration(.milliseconds(20)))), .stream(Streaming(chunkLength: .bytes(2048))),
      .stream(Streaming(chunkSamples: 7)), .stream(Streaming()),
    ]
    let played = try AudioMaterial.prepare(scenario, profile: Profile(), load: none).scenario
    #expect(
      played.steps == [
        .connect, .stream(Streaming(chunkSamples: 882)), .stream(Streaming(chunkSamples: 1024)), .stream(Streaming(chunkSamples: 7)),
        .stream(Streaming()),
      ])
    scenario.steps = [.connect, .stream(Streaming(chunkLength: .bytes(2047)))]
    let error = #expect(throws: ConfigurationError.self) { try AudioMaterial.prepare(scenario, profile: Profile(), load: none) }
    #expect(error?.allowed == ["multiples of 2 bytes"])
  }

  @Test func nothingStreamedAndNothingLeft() throws {
    let idle = try AudioMaterial.prepare(Scenario(name: "i", steps: [.connect, .vanish]), profile: Profile(), load: none)
    #expect(idle.info == nil)
    #expect(idle.bytes.isEmpty)
    let late = Scenario(name: "late", audio: .silence(seconds: 1), steps: [.connect, .stream(Streaming(from: .seconds(2)))])
    let error = #expect(throws: ConfigurationError.self) { try AudioMaterial.prepare(late, profile: Profile(), load: none) }
    #expect(error?.text == "scenario 'late': a stream step begins at 2s, behind the end of the audio; allowed: less than 1s")
  }
}
