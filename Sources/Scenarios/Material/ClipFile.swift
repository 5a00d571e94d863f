package import Audio
internal import Codecs

/// Somebody's own file, a WAV or Opus in WebM or Ogg, as a clip, for `--audio FILE` and `audio: { file: … }`.
package enum ClipFile {
  /// Nobody knows when its words are spoken, so they are laid over the voiced stretches of the sound:
  /// those of the transcript where there is one, else placeholders, one for each stretch.
  ///
  /// - Parameters:
  ///   - name: the file's name as the user gave it; it begins the error.
  ///   - transcript: the text of the `.txt` beside it; nil, or nothing but spaces, is none.
  package static func load(_ bytes: [UInt8], name: String, transcript: String?) throws(ConfigurationError) -> SpokenClip {
    var clip: SpokenClip
    if let container = AudioContainer(beginning: bytes) {
      clip = try contained(bytes, container, name)
    } else {
      clip = try samples(bytes, name)
    }
    let words = transcript.map { $0.split(whereSeparator: \.isWhitespace).map(String.init) } ?? []
    clip.transcript = words.isEmpty ? nil : words.joined(separator: " ")
    let stretches = clip.placeholderWords
    clip.words = words.isEmpty ? stretches : lay(words, over: stretches)
    return clip
  }

  private static func samples(_ bytes: [UInt8], _ name: String) throws(ConfigurationError) -> SpokenClip {
    let file: WAVFile
    do {
      file = try WAVFile(parsing: bytes)
    } catch {
      throw ConfigurationError(file: name, problem: "no WAV file that can be streamed: \(error)")
    }
    guard !file.data.isEmpty else {
      throw ConfigurationError(file: name, problem: "the WAV file has no samples", advice: "give one with speech")
    }
    return SpokenClip(name: baseName(name), format: file.format, data: file.data)
  }

  private static func contained(_ bytes: [UInt8], _ container: AudioContainer, _ name: String) throws(ConfigurationError) -> SpokenClip {
    do {
      let file = try ContainerFile(parsing: bytes, container)
      let format = AudioFormat(sampleRate: OpusPacket.rate, channels: file.head.channels)
      var clip = SpokenClip(name: baseName(name), format: format, data: SampleCodec.encode(file.samples, format.encoding))
      clip.contained = file
      return clip
    } catch {
      throw ConfigurationError(file: name, problem: "no \(container.name) file that can be streamed: \(error)")
    }
  }

  /// Words in order, each as long as any other, in the stretches only; none where nothing is voiced.
  static func lay(_ words: [String], over stretches: [TimedWord]) -> [TimedWord] {
    let voiced = stretches.reduce(0) { $0 + $1.end - $1.start }
    guard voiced > 0, !words.isEmpty else { return [] }
    var laid: [TimedWord] = []
    var before = 0.0
    var next = 0
    for (index, stretch) in stretches.enumerated() {
      let length = stretch.end - stretch.start
      // The words whose middles fall into this stretch; the last one takes what is left.
      let upTo = index == stretches.count - 1 ? words.count : Int((Double(words.count) * (before + length) / voiced).rounded())
      let here = words[next..<max(next, min(words.count, upTo))]
      for (place, word) in here.enumerated() {
        let share = length / Double(here.count)
        laid.append(TimedWord(word: word, start: stretch.start + share * Double(place), end: stretch.start + share * Double(place + 1)))
      }
      next += here.count
      before += length
    }
    return laid
  }

  /// Where a file's transcript stands: `.txt` in the place of `.wav` or another ending of audio.
  package static func transcriptPath(of path: String) -> String { withoutEnding(path) + ".txt" }

  static func baseName(_ path: String) -> String { withoutEnding(path.split(separator: "/").last.map(String.init) ?? path) }

  private static let endings = [".wav", ".webm", ".ogg", ".opus"]

  private static func withoutEnding(_ path: String) -> String {
    guard let ending = endings.first(where: { path.lowercased().hasSuffix($0) }), path.count > ending.count else { return path }
    return String(path.dropLast(ending.count))
  }
}
