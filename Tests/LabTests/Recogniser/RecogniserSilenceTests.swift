import Audio
import TestSupport
import Testing
import Lab

/// Nothing is found where the samples, as declared, are not the speech.
struct RecogniserSilenceTests {
  @Test(arguments: ["one-sentence", "two-sentences"], [16_000, 22_050, 88_200])
  func at44100HertzDeclaredOtherwise(name: String, rate: Int) {
    let clip = SpokenFixtures.clip(name)
    #expect(Hearing.words(clip.data, as: AudioFormat(sampleRate: rate)) == [])
  }

  @Test(arguments: SpokenFixtures.names)
  func at16000HertzDeclared44100Or8000(name: String) {
    let bytes = SampleCodec.encode(SpokenFixtures.samples(name, rate: 16_000), .linear16)
    #expect(Hearing.words(bytes, as: AudioFormat(sampleRate: 44_100)) == [])
    #expect(Hearing.words(bytes, as: AudioFormat(sampleRate: 8_000)) == [])
  }

  @Test(arguments: ["one-sentence"])
  func stereoDeclaredMonoAndMonoDeclaredStereo(name: String) {
    let clip = SpokenFixtures.clip(name)
    let stereo = SampleCodec.encode(Conversion.remix(clip.monoSamples, from: 1, to: 2), .linear16)
    #expect(Hearing.words(stereo, as: AudioFormat()) == [])
    #expect(Hearing.words(clip.data, as: AudioFormat(channels: 2)) == [])
  }

  static let pairs = AudioFormat.Encoding.allCases.flatMap { real in
    AudioFormat.Encoding.allCases.filter { $0 != real }.map { (real: real, declared: $0) }
  }

  /// At the same number of bytes a second and at the same rate.
  @Test(arguments: pairs)
  func anotherEncoding(real: AudioFormat.Encoding, declared: AudioFormat.Encoding) {
    let bytes = SampleCodec.encode(SpokenFixtures.samples("one-sentence", rate: 8_000), real)
    #expect(Hearing.words(bytes, as: AudioFormat(encoding: declared, sampleRate: 8_000)) == [])
    let sameSpeed = 8_000 * real.width / declared.width
    #expect(Hearing.words(bytes, as: AudioFormat(encoding: declared, sampleRate: sameSpeed)) == [])
  }

  @Test(arguments: SpokenFixtures.names)
  func bytesSwappedOrShiftedByOne(name: String) {
    let clip = SpokenFixtures.clip(name)
    let swapped = stride(from: 0, to: clip.data.count - 1, by: 2).flatMap { [clip.data[$0 + 1], clip.data[$0]] }
    #expect(Hearing.words(swapped, as: clip.format) == [])
    #expect(Hearing.words(Array(clip.data.dropFirst()), as: clip.format) == [])
  }

  @Test func noiseSilenceAndTone() {
    var generator = SeededRandom(seed: 11)
    let noise = (0..<5 * 44_100).map { _ in Float.random(in: -0.3...0.3, using: &generator) }
    #expect(Hearing.words(noise, rate: 44_100) == [])
    #expect(Hearing.words([Float](repeating: 0, count: 3 * 44_100), rate: 44_100) == [])
    // A square wave of 440 Hz.
    let tone = (0..<3 * 44_100).map { index in index * 880 / 44_100 % 2 == 0 ? Float(0.25) : -0.25 }
    #expect(Hearing.words(tone, rate: 44_100) == [])
  }

  @Test func anotherSpeech() {
    // The same voice says "afternoon" there: the very syllable of this clip, and nothing else of it.
    let sentence = KnownSpeech([SpokenFixtures.clip("one-sentence")])
    #expect(Hearing.words(SpokenFixtures.clip("ten-seconds").monoSamples, rate: 44_100, known: sentence).map(\.word) == ["noon"])
    let long = KnownSpeech([SpokenFixtures.clip("ten-seconds")])
    #expect(Hearing.words(SpokenFixtures.clip("one-sentence").monoSamples, rate: 44_100, known: long) == [])
    #expect(Hearing.words(SpokenFixtures.clip("two-sentences").monoSamples, rate: 44_100, known: long) == [])
  }

  @Test func speechBackwards() {
    for name in SpokenFixtures.names {
      #expect(Hearing.words(SpokenFixtures.clip(name).monoSamples.reversed(), rate: 44_100) == [])
    }
  }

  @Test func numbersThatAreNone() {
    let odd: [Float] = [.nan, .infinity, -.infinity, 1e30, -1e30, .leastNonzeroMagnitude]
    let samples = (0..<44_100).map { odd[$0 % odd.count] }
    #expect(Hearing.words(samples + SpokenFixtures.clip("one-sentence").monoSamples, rate: 44_100).count == 8)
    #expect(Hearing.words(samples, rate: 1) == [])
  }
}
