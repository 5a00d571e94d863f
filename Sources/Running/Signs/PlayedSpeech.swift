internal import Audio
internal import Scenarios

/// What is spoken in place of the scenarios' own clips: other lengths, other numbers of utterances.
enum PlayedSpeech: String, Sendable, CaseIterable {
  case own, six, ten, questions

  /// Nil for the scenarios' own.
  var clip: SpokenClip? {
    switch self {
    case .own: nil
    case .six: BuiltIns.clip("ten-seconds").map { Self.beginning(of: $0, seconds: 6) }
    case .ten: BuiltIns.clip("ten-seconds")
    case .questions: BuiltIns.clip("two-questions")
    }
  }

  /// Up to the last word that ends by then.
  private static func beginning(of clip: SpokenClip, seconds: Double) -> SpokenClip {
    let words = clip.words.filter { $0.end <= seconds }
    let samples = Int(((words.last?.end ?? seconds) + 0.2) * Double(clip.format.sampleRate))
    return SpokenClip(
      name: "\(clip.name)-beginning", format: clip.format, data: Array(clip.data.prefix(samples * clip.format.frameWidth)),
      transcript: words.map(\.word).joined(separator: " "), words: words)
  }
}
