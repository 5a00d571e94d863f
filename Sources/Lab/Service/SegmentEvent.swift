/// Something that a `SpeechSegmenter` has to say, with the audio clock at which it says it.
enum SegmentEvent: Equatable {
  case result(Segment)
  case utteranceEnd(lastWordEnd: Double)
  case speechStarted(at: Double)

  /// A stretch of audio and the words in it.
  struct Segment: Equatable {
    var start: Double
    var end: Double
    var words: [HeardWord]
    var isFinal = false
    var speechFinal = false
    var fromFinalize = false
    /// Whether it is the first of its utterance.
    var opensUtterance = true
  }
}
