import Audio
import Testing

import Scenarios

struct ClipFileTests {
  @Test func wordsLieInTheVoicedStretches() throws {
    let wav = try #require(BuiltIns.bytes("audio/two-sentences.wav"))
    let known = try #require(BuiltIns.clip("two-sentences"))
    let clip = try ClipFile.load(wav, name: "dir/My Clip.WAV", transcript: known.transcript)
    #expect(clip.name == "My Clip")
    #expect(clip.transcript == known.transcript)
    #expect(clip.data == known.data)
    #expect(clip.words.map(\.word) == known.words.map(\.word))
    #expect(zip(clip.words, clip.words.dropFirst()).allSatisfy { $0.end <= $1.start + 1e-9 && $0.start < $0.end })
    // A guess, but near: every word is within a second of where it is said.
    #expect(zip(clip.words, known.words).allSatisfy { abs($0.start - $1.start) < 1 })

    let untold = try ClipFile.load(wav, name: "x.wav", transcript: " \n")
    #expect(untold.transcript == nil)
    #expect(untold.words == known.placeholderWords)
    #expect(untold.words.count > 1)
  }

  @Test func silenceHasNoWords() throws {
    let wav = WAVFile(format: AudioFormat(), data: [UInt8](repeating: 0, count: 88_200)).bytes
    #expect(try ClipFile.load(wav, name: "s.wav", transcript: "not spoken").words.isEmpty)
    #expect(try ClipFile.load(wav, name: "s.wav", transcript: nil).words.isEmpty)
  }

  @Test(arguments: try FixtureFolder.names(in: "audio/formats", beginning: "bad-", ending: ".wav"))
  func badFilesAreRefusedByName(_ name: String) throws {
    let bytes = try FixtureFolder.bytes("audio/formats/\(name)")
    let error = #expect(throws: ConfigurationError.self) { try ClipFile.load(bytes, name: name, transcript: nil) }
    #expect(error?.text.hasPrefix("\(name): no WAV file that can be streamed: byte ") == true)
  }

  @Test func aFileWithoutSamplesIsRefused() {
    let error = #expect(throws: ConfigurationError.self) {
      try ClipFile.load(WAVHeader.bytes(format: AudioFormat(), dataLength: nil), name: "e.wav", transcript: nil)
    }
    #expect(error?.text.contains("no samples") == true)
  }

  @Test func transcriptStandsBeside() {
    #expect(ClipFile.transcriptPath(of: "a/b.wav") == "a/b.txt")
    #expect(ClipFile.transcriptPath(of: "a/b.c") == "a/b.c.txt")
  }
}
