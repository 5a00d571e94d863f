package import Audio

/// The speech that a recogniser knows: clips with the times of their words, prepared for comparison.
///
/// Preparing costs about as much as listening to the clips once; the value is shared by all recognisers of a run.
package struct KnownSpeech: Sendable {
  let clips: [KnownClip]

  package init(_ clips: [SpokenClip]) {
    self.clips = clips.map(KnownClip.init)
  }
}

/// One clip, ready for comparison.
struct KnownClip: Sendable {
  /// The clip's frames on the grid as it is, and on a grid half a frame earlier: a stream lies on neither.
  let grids: [Grid]
  let words: [TimedWord]

  struct Grid: Sendable {
    let frames: SpeechFrames
    /// Frames by which this grid is late: frame f covers the clip from (f - delay) × 10 ms.
    let delay: Double
    /// For each frame at which a window of `FrameMatch.window` can begin: its loudest level, and how many frames are
    /// voiced; 0 where it holds too little speech to be told by.
    let tops: [Float]
    let voiced: [Int]
    /// In the order of the clip's words.
    let spans: [WordSpan]
  }

  init(_ clip: SpokenClip) {
    let rate = clip.format.sampleRate
    let mono = clip.monoSamples
    let half = [Float](repeating: 0, count: rate / 200)
    words = clip.words.isEmpty ? GuessedWords.make(for: clip) : clip.words
    grids = [
      Grid(Grid.frames(of: mono, rate: rate), words: words, delay: 0),
      Grid(
        Grid.frames(of: half + mono, rate: rate), words: words,
        delay: Double(half.count) / Double(max(rate, 1)) / SpeechFrames.seconds),
    ]
  }
}

extension KnownClip.Grid {
  static func frames(of mono: [Float], rate: Int) -> SpeechFrames {
    var extractor = FrameExtractor(sampleRate: rate)
    extractor.feed(mono)
    return extractor.frames
  }

  init(_ frames: SpeechFrames, words: [TimedWord], delay: Double) {
    let count = max(0, frames.levels.count - FrameMatch.window + 1)
    var tops: [Float] = []
    var voiced: [Int] = []
    tops.reserveCapacity(count)
    voiced.reserveCapacity(count)
    for start in 0..<count {
      let (top, number) = FrameMatch.voicing(frames, from: start, count: FrameMatch.window)
      tops.append(top)
      voiced.append(FrameMatch.isTelling(top: top, voiced: number) ? number : 0)
    }
    self.frames = frames
    self.delay = delay
    self.tops = tops
    self.voiced = voiced
    spans = words.map {
      WordSpan(
        start: $0.start / SpeechFrames.seconds + delay, end: $0.end / SpeechFrames.seconds + delay, count: frames.levels.count)
    }
  }
}
