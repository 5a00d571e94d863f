import Audio
import TestSupport
import Testing

@Suite struct AudioSnifferTests {
  @Test(arguments: [
    ("plain.wav", AudioGuess.riff), ("bad-rifx.wav", .riff), ("opus.ogg", .ogg), ("opus.webm", .ebml), ("empty.flac", .flac),
    ("id3.mp3", .mp3), ("frames.mp3", .mp3), ("header.m4a", .mp4), ("narrow.amr", .amr), ("base64.txt", .base64),
    ("control.json", .json), ("bad-text.wav", .text), ("bad-empty.wav", .unknown),
  ])
  func signaturesAndTextAreKnown(name: String, guess: AudioGuess) throws {
    let judgement = AudioSniffer.judge(try Fixture.format(name))
    #expect(judgement.guess == guess)
    #expect(judgement.confidence > 0.9)
    #expect(guess.isContainer == [.riff, .ogg, .ebml, .flac, .mp3, .mp4, .amr].contains(guess))
  }

  @Test func textIsToldByItsLetters() {
    #expect(AudioSniffer.guess(Array("stop".utf8)) == .text)
    #expect(AudioSniffer.guess(Array(#"{"type":"CloseStream"}"#.utf8)) == .json)
    #expect(AudioSniffer.guess(Array(#" [1, 2, "é"]"#.utf8)) == .json)
    #expect(AudioSniffer.guess(Array("data:audio/wav;base64,UklGRg==".utf8)) == .base64)
    #expect(AudioSniffer.guess(Array(repeating: UInt8(ascii: "A"), count: 400)) == .base64)
    #expect(AudioSniffer.guess(Array("averylongwordwithoutanycapitalsinit".utf8)) == .text)
  }

  @Test func anADTSStreamIsAAC() {
    let frame: [UInt8] = [0xFF, 0xF1, 0x50, 0x80, 0x02, 0x1F, 0xFC] + [UInt8](repeating: 0x21, count: 9)
    #expect(AudioSniffer.guess(frame + frame) == .aac)
    #expect(AudioSniffer.guess(frame) != .aac)
  }

  @Test func aSyncWordAloneIsNoMP3() {
    var random = SeededRandom(seed: 2)
    for _ in 0..<40 { #expect(AudioSniffer.guess([0xFF, 0xFB, 0x90, 0x64] + random.bytes(2_044)) == .unknown) }
  }

  static let layouts: [AudioGuess] = [.linear16, .linear16BigEndian, .linear16OffByOne, .mulaw, .alaw, .linear32]

  static let rates = [44_100, 16_000, 8_000]

  /// The first three seconds of each clip at each rate.
  static let speech = Result {
    try Fixture.clips.map { name in
      let samples = Array(try Fixture.clip(name).monoSamples.prefix(3 * 44_100))
      return Dictionary(uniqueKeysWithValues: rates.map { ($0, Resampler(from: 44_100, to: $0).resample(samples)) })
    }
  }

  /// Samples as bytes that the guess is right about.
  private func bytes(_ samples: [Float], as guess: AudioGuess) -> [UInt8] {
    let bytes = SampleCodec.encode(samples, guess.encoding ?? .linear16)
    return switch guess {
    case .linear16BigEndian: Sound.bigEndian(bytes)
    case .linear16OffByOne: Array(bytes.dropFirst())
    default: bytes
    }
  }

  @Test(arguments: layouts, rates)
  func aClipIsToldInEveryEncoding(guess: AudioGuess, rate: Int) throws {
    for clip in try Self.speech.get() {
      let judgement = AudioSniffer.judge(bytes(try #require(clip[rate]), as: guess))
      #expect(judgement.guess == guess, "\(judgement.why)")
      #expect(judgement.confidence > 0.5)
    }
  }

  /// Pieces from anywhere in a clip: never another encoding, and mostly the right one when there is sound enough.
  @Test(arguments: layouts, [(320, 0.45), (512, 0.55), (1_024, 0.75), (2_048, 0.8)])
  func shortPiecesAreToldOrLeftOpen(guess: AudioGuess, piece: (length: Int, atLeast: Double)) throws {
    var told = 0
    var sounding = 0
    for clip in try Self.speech.get() {
      for rate in Self.rates {
        let bytes = bytes(try #require(clip[rate]), as: guess)
        for at in stride(from: 0, to: bytes.count - piece.length, by: max(piece.length, bytes.count / 20) & ~3) {
          let judgement = AudioSniffer.judge(Array(bytes[at..<at + piece.length]))
          if judgement.guess == .silence { continue }
          sounding += 1
          told += judgement.guess == guess ? 1 : 0
          #expect(
            [guess, .unknown].contains(judgement.guess),
            "\(rate) Hz, byte \(at): \(judgement.guess) \(judgement.confidence) \(judgement.why)")
        }
      }
    }
    #expect(Double(told) >= piece.atLeast * Double(sounding), "\(told) of \(sounding)")
  }

  @Test(arguments: [320, 512, 1_024, 2_048, 8_192], 0..<4)
  func whiteNoiseIsUnknown(length: Int, seed: Int) {
    var random = SeededRandom(seed: UInt64(seed))
    for _ in 0..<(length > 2_000 ? 3 : 15) {
      #expect(AudioSniffer.guess(random.bytes(length)) == .unknown)
      // Full-scale noise as samples is no different from random bytes.
      #expect(AudioSniffer.guess(SampleCodec.encode(random.samples(length / 2), .linear16)) == .unknown)
    }
  }

  @Test(arguments: [(UInt8(0), 320), (0xFF, 2_048), (0xD5, 2_048), (0x80, 700), (0, 1)])
  func oneByteOverAndOverIsSilence(byte: UInt8, count: Int) {
    #expect(AudioSniffer.guess([UInt8](repeating: byte, count: count)) == .silence)
  }

  @Test func aLittleSoundAfterSilenceIsNotJudged() {
    var random = SeededRandom(seed: 6)
    let judgement = AudioSniffer.judge([UInt8](repeating: 0, count: 2_048) + random.bytes(100))
    #expect(judgement.guess == .unknown)
  }

  @Test func stereoIsToldToo() throws {
    let clip = try Fixture.clip("ten-seconds")
    var random = SeededRandom(seed: 11)
    let left = clip.monoSamples
    let right = left.map { $0 * 0.3 + Float.random(in: -0.01...0.01, using: &random) }
    let bytes = SampleCodec.encode(zip(left, right).flatMap { [$0, $1] }, .linear16)
    #expect(AudioSniffer.guess(bytes) == .linear16)
    #expect(AudioSniffer.guess(Sound.bigEndian(bytes)) == .linear16BigEndian)
  }

  @Test func theReasonNamesTheRival() throws {
    let clip = try Fixture.clip("one-sentence")
    let why = AudioSniffer.judge(clip.data).why
    #expect(why.hasPrefix("raw linear16 samples explain the bytes in "))
  }

  /// The guess is made for the beginning of a stream: chunk after chunk until it is more than silence.
  @Test func theFirstSoundingChunksOfAStreamAreEnough() throws {
    let clip = try Fixture.clip("ten-seconds")
    let guesses = Chunking.chunks(of: clip.data.count, format: clip.format, samples: 1_024).prefix(12).map {
      AudioSniffer.guess(Array(clip.data[..<$0.upperBound]))
    }
    #expect(guesses.first == .silence)
    #expect(guesses.last == .linear16)
    #expect(Set(guesses).isSubset(of: [.silence, .unknown, .linear16]))
  }
}
