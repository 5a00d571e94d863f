extension SpokenClip {
  /// The same words again and again, with silence between one time and the next; itself for one time.
  /// - Parameter pause: In seconds.
  package func repeated(_ times: Int, pause: Double) -> SpokenClip {
    guard times > 1 else { return self }
    let samples = Int((pause * Double(format.sampleRate)).rounded()) * format.channels
    let silence = SampleCodec.encode([Float](repeating: 0, count: samples), format.encoding)
    let period = seconds + format.seconds(bytes: silence.count)
    var copy = self
    copy.data = data + (1..<times).flatMap { _ in silence + data }
    copy.transcript = transcript.map { Array(repeating: $0, count: times).joined(separator: " ") }
    copy.words = (0..<times).flatMap { round in
      words.map { TimedWord(word: $0.word, start: $0.start + period * Double(round), end: $0.end + period * Double(round)) }
    }
    return copy
  }
}
