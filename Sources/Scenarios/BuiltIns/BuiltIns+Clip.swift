package import Audio
internal import Speech

extension BuiltIns {
  /// Every spoken clip, by name.
  package static var clips: [SpokenClip] { clipNames.compactMap(clip) }

  /// A spoken clip with its transcript and the times of its words.
  package static func clip(_ name: String) -> SpokenClip? {
    guard let wav = bytes("audio/\(name).wav"), let file = try? WAVFile(parsing: wav) else { return nil }
    let transcript = bytes("audio/\(name).txt").map { bytes in
      String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
    return SpokenClip(name: name, format: file.format, data: file.data, transcript: transcript, words: words(of: name))
  }

  /// The sidecar's `{"words": [{"word", "start", "end"}]}`, times in seconds.
  private static func words(of name: String) -> [TimedWord] {
    guard let bytes = bytes("audio/\(name).words.json"), let json = try? JSONValue(parsing: bytes) else { return [] }
    return (json["words"]?.array ?? []).compactMap { entry in
      guard let word = entry["word"]?.string, let start = entry["start"]?.number, let end = entry["end"]?.number else { return nil }
      return TimedWord(word: word, start: start, end: end)
    }
  }
}
