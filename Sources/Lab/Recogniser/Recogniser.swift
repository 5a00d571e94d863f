internal import Audio

/// Finds the words of known clips in a stream of samples, only where the samples really are that speech.
///
/// It listens as declared: wrongly declared audio has other spectra or other times, and nothing is found in it (a rate
/// wrong by less than a tenth is still understood, as people would). Incremental and deterministic: the same samples give
/// the same words in pieces of any size.
///
/// Until it knows where it is, it compares the last half second with every place of every clip, ten times a second. Then it
/// follows the clip and checks each word when it is over; a word that is not there makes it search again, and what it missed
/// meanwhile is checked afterwards. So cut, lost and reordered audio costs just the words it damages.
package struct Recogniser: Sendable {
  /// Frames kept to look back: 30 s.
  private static let memory = 3_000
  /// Frames between two searches.
  private static let searchInterval = 10
  /// Frames by which a word may lie off where it is expected.
  private static let slip = 3

  private let known: KnownSpeech
  private var extractor: FrameExtractor
  private var meter = VoiceMeter()
  /// Frames heard so far: what comes after does not exist yet, even if it has arrived.
  private var now = 0
  private var place: Place?
  /// The frame after the last word found.
  private var spokenUntil = 0

  /// Where in which clip the stream is.
  private struct Place: Sendable {
    var clip: Int
    var grid: Int
    /// Frame of the stream minus frame of the clip.
    var offset: Int
    var nextWord: Int
    /// Words that ended before were not followed but are looked up afterwards.
    var foundAt: Int
  }

  package init(known: KnownSpeech, sampleRate: Int) {
    self.known = known
    extractor = FrameExtractor(sampleRate: sampleRate)
  }

  /// Seconds heard so far, in whole frames.
  package var seconds: Double { Double(now) * SpeechFrames.seconds }

  /// Takes mono samples from -1 to 1; gives what was heard, one value for each 10 ms.
  package mutating func feed(_ mono: [Float]) -> [HeardFrame] {
    extractor.feed(mono)
    var heard: [HeardFrame] = []
    heard.reserveCapacity(max(0, extractor.frames.end - now))
    while now < extractor.frames.end {
      let isVoiced = meter.isVoiced(extractor.frames.level(now))
      now += 1
      if place == nil, now % Self.searchInterval == 0 { search() }
      heard.append(HeardFrame(end: Double(now) * SpeechFrames.seconds, isVoiced: isVoiced, words: follow(settling: false)))
    }
    extractor.keep(last: Self.memory, slack: Self.memory)
    return heard
  }

  /// The stream is over, or is to be flushed: words that have ended are given out without waiting for what follows them.
  package mutating func settle() -> [HeardWord] {
    if place == nil { search() }
    return follow(settling: true)
  }

  // MARK: - Finding the place

  private mutating func search() {
    let start = now - FrameMatch.window
    guard start >= extractor.frames.base else { return }
    let (top, voiced) = FrameMatch.voicing(extractor.frames, from: start, count: FrameMatch.window)
    guard FrameMatch.isTelling(top: top, voiced: voiced) else { return }
    var best = FrameMatch.foundDistance(voiced: voiced)
    for clip in known.clips.indices {
      let grids = known.clips[clip].grids
      guard let coarse = grids.first else { continue }
      var position = 0
      while position < coarse.tops.count {
        defer { position += 1 }
        let number = coarse.voiced[position]
        if number == 0 || abs(number - voiced) > 15 { continue }
        // Half a frame off can double the distance: look closer wherever it is not hopeless.
        let roughly = distance(to: coarse, at: position, from: start, top: top, limit: best * 4)
        if roughly == .infinity { continue }
        for grid in grids.indices {
          for near in position...(position + grid) where near < grids[grid].tops.count {
            let found = grid == 0 ? roughly : distance(to: grids[grid], at: near, from: start, top: top, limit: best)
            guard found < best else { continue }
            best = found
            place = Place(clip: clip, grid: grid, offset: start - near, nextWord: 0, foundAt: now)
          }
        }
      }
    }
  }

  private func distance(to grid: KnownClip.Grid, at position: Int, from start: Int, top: Float, limit: Float) -> Float {
    FrameMatch.distance(
      clip: grid.frames, at: position, top: grid.tops[position], stream: extractor.frames, at: start, top: top,
      count: FrameMatch.window, stride: 17, limit: limit)
  }

  // MARK: - Following

  /// Checks every word that is due; those that are there are given out.
  private mutating func follow(settling: Bool) -> [HeardWord] {
    guard var current = place else { return [] }
    var words: [HeardWord] = []
    let clip = known.clips[current.clip]
    let grid = clip.grids[current.grid]
    while current.nextWord < clip.words.count {
      let span = grid.spans[current.nextWord]
      let end = span.spoken.upperBound + current.offset
      let isDue = (span.windows.first?.upperBound ?? 0) + current.offset + Self.slip <= now
      guard isDue || (settling && end <= now + 2) else { break }
      let isNew = span.spoken.lowerBound + current.offset >= max(spokenUntil - Self.slip, extractor.frames.base - 1)
      if isNew {
        if let match = check(span, in: grid, offset: current.offset) {
          current.offset += match.slip
          spokenUntil = span.spoken.upperBound + current.offset
          words.append(word(clip.words[current.nextWord], delay: grid.delay, offset: current.offset, distance: match.distance))
        } else if end > current.foundAt {
          place = nil
          return words
        }
      }
      current.nextWord += 1
    }
    place = current.nextWord < clip.words.count ? current : nil
    return words
  }

  /// The best place of a word near where it is expected; nil where it is not spoken there.
  private func check(_ span: WordSpan, in grid: KnownClip.Grid, offset: Int) -> (slip: Int, distance: Float)? {
    var best: (slip: Int, distance: Float)?
    for slip in [0, -1, 1, -2, 2, -3, 3] {
      let offset = offset + slip
      let isHeard = span.spoken.lowerBound + offset >= extractor.frames.base - 1 && span.spoken.upperBound + offset <= now + 2
      guard isHeard else { continue }
      for window in span.windows {
        let lower = max(window.lowerBound, extractor.frames.base - offset)
        let upper = min(window.upperBound, now - offset)
        guard upper - lower >= min(12, window.count) else { continue }
        let clipTop = FrameMatch.voicing(grid.frames, from: lower, count: upper - lower).top
        let streamTop = FrameMatch.voicing(extractor.frames, from: lower + offset, count: upper - lower).top
        guard clipTop > -55, streamTop > -55 else { continue }
        let found = FrameMatch.distance(
          clip: grid.frames, at: lower, top: clipTop, stream: extractor.frames, at: lower + offset, top: streamTop,
          count: upper - lower, stride: 1, limit: best?.distance ?? FrameMatch.spokenDistance)
        if found < best?.distance ?? .infinity { best = (slip, found) }
      }
      // As good as it gets.
      if slip == 0, let best, best.distance < 0.03 { return best }
    }
    return best
  }

  private func word(_ word: TimedWord, delay: Double, offset: Int, distance: Float) -> HeardWord {
    let shift = (delay + Double(offset)) * SpeechFrames.seconds
    return HeardWord(
      word: word.word, start: max(0, word.start + shift), end: max(0, word.end + shift), confidence: 1 - Double(distance))
  }
}
