internal import Speech

/// One channel of a recording, heard from beginning to end.
struct OneShotChannel {
  /// Its utterances in order.
  private let segments: [SegmentEvent.Segment]
  private let text: UtteranceText

  init(_ samples: [Float], rate: Int, _ parameters: ListenParameters, _ settings: ServiceSettings, _ text: UtteranceText) {
    // There is nobody to be told anything before the end.
    var quiet = parameters
    quiet.interimResults = false
    quiet["utterance_end_ms"] = nil
    quiet["vad_events"] = nil
    var track = ListeningTrack(SpeechSegmenter(quiet, settings), known: settings.known, sampleRate: rate)
    var events: [SegmentEvent] = []
    for frame in track.hear(samples) { events += track.segmenter.take(frame) }
    events += track.finish(at: Double(samples.count) / Double(rate))
    segments = events.compactMap { event in
      guard case .result(let segment) = event, !segment.words.isEmpty else { return nil }
      return segment
    }
    self.text = text
  }

  /// Everything said, as one reading.
  var channel: RecognizedChannel {
    let parts = segments.map(text.alternative)
    let words = parts.flatMap(\.words)
    let confidence = words.isEmpty ? 0 : words.reduce(0) { $0 + ($1.confidence ?? 0) } / Double(words.count)
    return RecognizedChannel(alternatives: [
      RecognizedChannel.Alternative(
        transcript: parts.map(\.transcript).joined(separator: " "), confidence: thousandths(confidence), words: words)
    ])
  }

  func utterances(channel: Int) -> [OneShotAnswer.Utterance] {
    segments.map { segment in
      let part = text.alternative(segment)
      return OneShotAnswer.Utterance(
        start: part.words.first?.start ?? 0, end: part.words.last?.end ?? 0, confidence: part.confidence ?? 0, channel: channel,
        transcript: part.transcript, words: part.words)
    }
  }
}
