import Audio
import Foundation
import Testing

@Suite struct SpokenClipTests {
  @Test(arguments: [
    ("one-sentence", 2.5...3.0, 8), ("two-sentences", 5.0...6.0, 12), ("two-questions", 5.0...6.0, 11), ("ten-seconds", 9.7...10.3, 23),
  ])
  func clipsAreAsPromised(name: String, seconds: ClosedRange<Double>, words: Int) throws {
    let clip = try Fixture.clip(name)
    #expect(clip.format == AudioFormat())
    #expect(seconds.contains(clip.seconds))
    #expect(clip.words.count == words)
    #expect(clip.transcript == clip.words.map(\.word).joined(separator: " "))
    #expect(abs(AudioLevel(measuring: clip.monoSamples).peak + 3) < 0.01)
  }

  @Test func theFolderHoldsTheClipsAlone() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Fixture.folder.path()).filter { !$0.hasPrefix(".") }
    let expected = Fixture.clips.flatMap { ["\($0).wav", "\($0).txt", "\($0).words.json"] } + ["make-clips", "formats"]
    #expect(Set(files) == Set(expected))
    #expect(try Fixture.clips.reduce(0) { try $0 + Fixture.bytes("\($1).wav").count } <= 2_200_000)
  }

  @Test(arguments: Fixture.clips)
  func wordTimesAreInOrderAndSilenceIsAtTheEdges(name: String) throws {
    let clip = try Fixture.clip(name)
    for word in clip.words { #expect(word.end - word.start >= 0.05) }
    for (word, next) in zip(clip.words, clip.words.dropFirst()) { #expect(word.end <= next.start) }
    let first = try #require(clip.words.first)
    let last = try #require(clip.words.last)
    #expect(abs(first.start - 0.15) < 0.03)
    #expect(abs(clip.seconds - last.end - 0.15) < 0.03)
  }

  /// The sidecar is about this sound: each word has voice in it, and sound outside of words is only what trails off.
  @Test(arguments: Fixture.clips)
  func wordTimesFitTheEnvelope(name: String) throws {
    let clip = try Fixture.clip(name)
    let frames = Envelope.frames(clip.monoSamples, sampleRate: clip.format.sampleRate)
    func isWord(_ index: Int) -> Bool {
      let time = (Double(index) + 0.5) / 100
      return clip.words.contains { $0.start - 0.02 <= time && time <= $0.end + 0.03 }
    }
    for word in clip.words {
      let inside = frames[Int(word.start * 100)..<Int(word.end * 100)]
      #expect((inside.map(\.level).max() ?? -60) > -25, "\(word.word)")
    }
    for (index, frame) in frames.enumerated() where !isWord(index) {
      #expect(frame.level < -45, "frame \(index)")
    }
  }

  @Test func pausesSeparateUtterances() throws {
    let clip = try Fixture.clip("two-sentences")
    let pauses = zip(clip.words, clip.words.dropFirst()).map { $1.start - $0.end }
    #expect(abs((pauses.max() ?? 0) - 1.5) < 0.03)
    #expect(clip.utterances == 2)
    #expect(try Fixture.clip("one-sentence").utterances == 1)
    // Its pauses are shorter than what ends an utterance.
    let ten = try Fixture.clip("ten-seconds")
    #expect(ten.utterances == 1)
    #expect(zip(ten.words, ten.words.dropFirst()).count { (0.28...0.52).contains($1.start - $0.end) } == 3)
    #expect(SpokenClip(name: "", format: AudioFormat(), data: []).utterances == nil)
  }

  @Test(arguments: Fixture.clips)
  func placeholdersStandWhereWordsAre(name: String) throws {
    let clip = try Fixture.clip(name)
    let placeholders = clip.placeholderWords
    #expect(placeholders.count >= clip.words.count / 4)
    #expect(placeholders.first?.word == "word1")
    for placeholder in placeholders {
      #expect(clip.words.contains { $0.start < placeholder.end && placeholder.start < $0.end })
    }
    let covered = clip.words.count { word in placeholders.contains { $0.start < word.end && word.start < $0.end } }
    #expect(covered == clip.words.count)
  }

  /// The placeholders belong to the sound, not to how it is written down.
  @Test(arguments: [AudioFormat(encoding: .mulaw), AudioFormat(encoding: .linear32, sampleRate: 22_050, channels: 2)])
  func placeholdersAreTheSameInOtherFormats(format: AudioFormat) throws {
    let clip = try Fixture.clip("two-sentences")
    let other = SpokenClip(name: "", format: format, data: Conversion.convert(clip.data, from: clip.format, to: format))
    #expect(abs(other.seconds - clip.seconds) < 0.001)
    let pairs = zip(clip.placeholderWords, other.placeholderWords)
    #expect(clip.placeholderWords.count == other.placeholderWords.count)
    for (one, two) in pairs {
      #expect(abs(one.start - two.start) <= 0.03)
      #expect(abs(one.end - two.end) <= 0.03)
    }
  }

  @Test func saidAgainAndAgain() throws {
    let once = try Fixture.clip("one-sentence")
    let thrice = once.repeated(3, pause: 2)
    let period = once.data.count + 2 * 88_200
    #expect(thrice.data.count == 3 * once.data.count + 2 * 2 * 88_200)
    #expect(Array(thrice.data[period..<period + once.data.count]) == once.data)
    #expect(thrice.data[once.data.count..<period].allSatisfy { $0 == 0 })
    #expect(thrice.words.map(\.word) == once.words.map(\.word) + once.words.map(\.word) + once.words.map(\.word))
    #expect(abs(thrice.words[8].start - once.words[0].start - once.seconds - 2) < 0.001)
    #expect(thrice.transcript == thrice.words.map(\.word).joined(separator: " ") && thrice.utterances == 3)
    #expect(once.repeated(1, pause: 2) == once)
  }
}
