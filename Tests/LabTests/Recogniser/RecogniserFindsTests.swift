import Audio
import TestSupport
import Testing
import Lab

/// Speech is found wherever it is, in whatever it was turned into.
struct RecogniserFindsTests {
  @Test(arguments: SpokenFixtures.names)
  func aCleanClipAtItsOwnTimes(name: String) {
    let clip = SpokenFixtures.clip(name)
    let heard = Hearing.words(clip.monoSamples, rate: 44_100)
    #expect(heard.map(\.word) == clip.words.map(\.word))
    for (word, expected) in zip(heard, clip.words) {
      #expect(abs(word.start - expected.start) < 0.011)
      #expect(abs(word.end - expected.end) < 0.011)
      #expect(word.confidence > 0.97)
    }
  }

  static let formats = [
    AudioFormat(encoding: .linear16, sampleRate: 8_000), AudioFormat(encoding: .linear16, sampleRate: 16_000),
    AudioFormat(encoding: .linear16, sampleRate: 48_000), AudioFormat(encoding: .linear32, sampleRate: 44_100),
    AudioFormat(encoding: .mulaw, sampleRate: 8_000), AudioFormat(encoding: .alaw, sampleRate: 8_000),
    AudioFormat(encoding: .linear16, sampleRate: 44_100, channels: 2),
  ]

  @Test(arguments: SpokenFixtures.names, formats)
  func theClipInAnotherFormat(name: String, format: AudioFormat) {
    let samples = Conversion.remix(SpokenFixtures.samples(name, rate: format.sampleRate), from: 1, to: format.channels)
    #expect(Hearing.words(SampleCodec.encode(samples, format.encoding), as: format) == SpokenFixtures.words(name))
  }

  @Test(arguments: SpokenFixtures.names, [4, 0.25] as [Float])
  func theClipLouderOrQuieterBy12Decibels(name: String, gain: Float) {
    let clip = SpokenFixtures.clip(name)
    let bytes = SampleCodec.encode(clip.monoSamples.map { $0 * gain }, .linear16)
    #expect(Hearing.words(bytes, as: clip.format) == clip.words.map(\.word))
  }

  @Test(arguments: SpokenFixtures.names)
  func theClipUnderLightNoise(name: String) {
    let samples = SpokenFixtures.clip(name).monoSamples
    let power = samples.reduce(0) { $0 + $1 * $1 } / Float(samples.count)
    // A uniform distribution of amplitude a has the power a²/3: 30 dB below the speech.
    let amplitude = (3 * power / 1000).squareRoot()
    var generator = SeededRandom(seed: 30)
    let noisy = samples.map { $0 + Float.random(in: -amplitude...amplitude, using: &generator) }
    #expect(Hearing.words(noisy, rate: 44_100).map(\.word) == SpokenFixtures.words(name))
  }

  @Test func theClipBehindTheClickOfAHeader() {
    let clip = SpokenFixtures.clip("one-sentence")
    let bytes = WAVHeader.bytes(format: clip.format, dataLength: clip.data.count) + clip.data
    #expect(Hearing.words(bytes, as: clip.format) == clip.words.map(\.word))
  }

  @Test(arguments: [0.2, 0.3, 0.5, 1.1, 2.3])
  func allWholeWordsOfAClipWhoseStartIsCutOff(seconds: Double) {
    let samples = Array(SpokenFixtures.clip("ten-seconds").monoSamples.dropFirst(Int(seconds * 44_100)))
    #expect(Hearing.words(samples, rate: 44_100).map(\.word) == SpokenFixtures.words("ten-seconds", from: seconds))
  }

  @Test(arguments: [9.7, 8.8, 5.4, 2.7])
  func allWholeWordsOfAClipWhoseEndIsCutOff(seconds: Double) {
    let samples = Array(SpokenFixtures.clip("ten-seconds").monoSamples.prefix(Int(seconds * 44_100)))
    #expect(Hearing.words(samples, rate: 44_100).map(\.word) == SpokenFixtures.words("ten-seconds", to: seconds))
  }

  @Test func oneClipAfterTheOther() {
    let samples = SpokenFixtures.clip("one-sentence").monoSamples + SpokenFixtures.clip("two-sentences").monoSamples
    let heard = Hearing.words(samples, rate: 44_100)
    #expect(heard.map(\.word) == SpokenFixtures.words("one-sentence") + SpokenFixtures.words("two-sentences"))
    let second = SpokenFixtures.clip("one-sentence").seconds + (SpokenFixtures.clip("two-sentences").words.first?.start ?? 0)
    #expect(heard.contains { $0.word == "the" && abs($0.start - second) < 0.02 })
  }

  /// Longer than the recogniser looks back.
  @Test func aClipAfterAMinuteOfSilence() {
    let silence = [Float](repeating: 0, count: 65 * 8_000)
    let heard = Hearing.words(silence + SpokenFixtures.samples("one-sentence", rate: 8_000), rate: 8_000)
    let clip = SpokenFixtures.clip("one-sentence")
    #expect(heard.map(\.word) == clip.words.map(\.word))
    for (word, expected) in zip(heard, clip.words) { #expect(abs(word.start - 65 - expected.start) < 0.02) }
  }

  @Test func theSameClipTwice() {
    let samples = SpokenFixtures.clip("one-sentence").monoSamples
    let words = SpokenFixtures.words("one-sentence")
    #expect(Hearing.words(samples + samples, rate: 44_100).map(\.word) == words + words)
  }

  @Test(arguments: 1...3)
  func theSameWordsInPiecesOfAnySize(seed: Int) {
    let clip = SpokenFixtures.clip("one-sentence")
    var generator = SeededRandom(seed: UInt64(seed))
    let pieces = Hearing.words(clip.monoSamples, rate: 44_100) { Int.random(in: 1...3000, using: &generator) }
    #expect(pieces == Hearing.words(clip.monoSamples, rate: 44_100) { .max })
  }

  @Test func aClipOfWhichNobodyWroteDownTheTimes() {
    var clip = SpokenFixtures.clip("two-sentences")
    clip.words = []
    let expected = SpokenFixtures.words("two-sentences")
    #expect(Hearing.words(clip.monoSamples, rate: 44_100, known: KnownSpeech([clip])).map(\.word) == expected)

    clip.transcript = nil
    let placeholders = clip.placeholderWords
    #expect(placeholders.count >= 2)
    #expect(Hearing.words(clip.monoSamples, rate: 44_100, known: KnownSpeech([clip])).map(\.word) == placeholders.map(\.word))
    #expect(Hearing.words(SpokenFixtures.clip("ten-seconds").monoSamples, rate: 44_100, known: KnownSpeech([clip])).isEmpty)
  }
}
