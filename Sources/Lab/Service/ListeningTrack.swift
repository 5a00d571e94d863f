internal import Speech

/// What is heard on one channel, or on the mixture of all.
struct ListeningTrack: Sendable {
  var segmenter: SpeechSegmenter
  private var recogniser: Recogniser

  init(_ segmenter: SpeechSegmenter, known: KnownSpeech, sampleRate: Int) {
    self.segmenter = segmenter
    recogniser = Recogniser(known: known, sampleRate: sampleRate)
  }

  mutating func hear(_ samples: [Float]) -> [HeardFrame] { recogniser.feed(samples) }

  /// Words that have ended but were still to be confirmed by what follows them.
  mutating func settle() -> [HeardWord] { recogniser.settle() }

  /// `Finalize`: the recogniser has heard whole frames; the segment ends where it stands.
  mutating func flush(evenIfEmpty: Bool) -> [SegmentEvent] {
    let words = settle()
    return segmenter.flush(words, at: max(recogniser.seconds, words.last?.end ?? 0), evenIfEmpty: evenIfEmpty)
  }

  /// - Parameter seconds: Length of all audio decoded.
  mutating func finish(at seconds: Double) -> [SegmentEvent] {
    let words = settle()
    return segmenter.finish(words, at: max(seconds, words.last?.end ?? 0))
  }
}
