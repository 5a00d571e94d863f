/// A piece of speech with what is said in it, as far as that is known.
package struct SpokenClip: Sendable, Equatable {
  package var name: String
  package var format: AudioFormat
  /// Samples in `format`, without any header.
  package var data: [UInt8]
  /// One line, words separated by single spaces; nil for a clip of the user's without one.
  package var transcript: String?
  /// In order, without overlap; may be empty.
  package var words: [TimedWord]
  /// The file that it came in, where that is a container to be streamed byte for byte.
  package var contained: ContainerFile?

  package init(name: String, format: AudioFormat, data: [UInt8], transcript: String? = nil, words: [TimedWord] = []) {
    self.name = name
    self.format = format
    self.data = data
    self.transcript = transcript
    self.words = words
  }

  /// A pause at least this long, in seconds, ends an utterance.
  package static let utterancePause = 0.7

  package var seconds: Double { format.seconds(bytes: data.count) }

  /// Stretches of words that pauses of 0.7 s or more separate; nil where no word times are known.
  package var utterances: Int? {
    guard !words.isEmpty else { return nil }
    return 1 + zip(words, words.dropFirst()).count { $1.start - $0.end >= Self.utterancePause }
  }

  /// All channels mixed to one, -1…1.
  package var monoSamples: [Float] {
    Conversion.remix(SampleCodec.decode(data, format.encoding), from: format.channels, to: 1)
  }

  /// Stand-ins for words that nobody has written down, `word1`, `word2` …: one for each voiced stretch of the audio.
  ///
  /// They let a user's own clip be recognised by its sound; no transcript may be claimed of them.
  package var placeholderWords: [TimedWord] {
    let frames = Envelope.frames(monoSamples, sampleRate: format.sampleRate)
    return Envelope.voicedStretches(frames).enumerated().map { index, stretch in
      TimedWord(word: "word\(index + 1)", start: stretch.lowerBound, end: stretch.upperBound)
    }
  }
}
