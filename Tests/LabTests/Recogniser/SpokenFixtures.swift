import Audio
import FoundationEssentials
import Speech
import Testing
import Lab

/// The spoken clips of `Fixtures/audio`, read once.
enum SpokenFixtures {
  static let names = ["one-sentence", "two-sentences", "ten-seconds"]
  static let clips: [String: SpokenClip] = Dictionary(uniqueKeysWithValues: names.map { ($0, read($0)) })
  static let known = KnownSpeech(names.map { clip($0) })

  static func clip(_ name: String) -> SpokenClip {
    clips[name] ?? SpokenClip(name: name, format: AudioFormat(), data: [])
  }

  /// The words of a clip that lie wholly between two times.
  static func words(_ name: String, from start: Double = 0, to end: Double = .infinity) -> [String] {
    clip(name).words.filter { $0.start >= start && $0.end <= end }.map(\.word)
  }

  /// A clip's samples at one of the usual rates.
  static func samples(_ name: String, rate: Int) -> [Float] { resampled[rate]?[name] ?? clip(name).monoSamples }

  /// Resampling costs more than listening: done once.
  private static let resampled = Dictionary(
    uniqueKeysWithValues: [8_000, 16_000, 48_000].map { rate in
      (rate, clips.mapValues { Resampler(from: $0.format.sampleRate, to: rate).resample($0.monoSamples) })
    })

  private static let folder: [Substring] =
    #filePath.split(separator: "/").dropLast(4) + ["Fixtures", "audio"]

  private static func contents(_ file: String) -> [UInt8] {
    FileManager.default.contents(atPath: "/" + folder.joined(separator: "/") + "/" + file).map { [UInt8]($0) } ?? []
  }

  private static func read(_ name: String) -> SpokenClip {
    guard let wav = try? WAVFile(parsing: contents(name + ".wav")), let json = try? JSONValue(parsing: contents(name + ".words.json"))
    else {
      Issue.record("\(name) cannot be read")
      return SpokenClip(name: name, format: AudioFormat(), data: [])
    }
    let words = (json["words"]?.array ?? []).map {
      TimedWord(word: $0["word"]?.string ?? "", start: $0["start"]?.number ?? 0, end: $0["end"]?.number ?? 0)
    }
    return SpokenClip(name: name, format: wav.format, data: wav.data, transcript: words.map(\.word).joined(separator: " "), words: words)
  }
}
