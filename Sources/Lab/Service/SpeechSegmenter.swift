internal import Speech

/// Makes results of what was heard, on the audio clock alone: the same audio gives the same results however it came.
struct SpeechSegmenter {
  private let interimInterval: Double?
  /// Seconds of silence that end an utterance; nil is never.
  private let pause: Double?
  private let utteranceGap: Double?
  private let tellsSpeech: Bool
  private let longest: Double

  private var start = 0.0
  /// Words heard since the last final.
  private var pending: [HeardWord] = []
  private var opensUtterance = true
  private var nextInterim: Double
  private var lastVoice = 0.0
  private var voicedFrames = 0
  private var speechToldAt: Double?
  /// The end of the last word whose utterance has not been told to have ended.
  private var openWordEnd: Double?
  /// Whether a final result was ever made.
  private(set) var hasFinal = false

  init(_ parameters: ListenParameters, _ settings: ServiceSettings) {
    interimInterval = parameters.interimResults ? settings.interimInterval : nil
    pause = parameters.endpointing.map { max(Double($0) / 1000, settings.shortestPause) }
    utteranceGap = parameters.utteranceEndMs.map { Double($0) / 1000 }
    tellsSpeech = parameters.vadEvents
    longest = settings.longestSegment
    nextInterim = settings.interimInterval
  }

  /// Takes the next 10 ms.
  mutating func take(_ frame: HeardFrame) -> [SegmentEvent] {
    var events: [SegmentEvent] = []
    if let started = noticeVoice(frame) { events.append(started) }
    hear(frame.words)
    let now = frame.end
    if let pause, let last = pending.last, isOver(after: last, pause: pause, at: now) {
      events.append(.result(close(at: now, speechFinal: true)))
    } else if now - start >= longest, pending.count > 1, let last = pending.last {
      // The last word stays behind, so that the utterance has something to end with.
      pending.removeLast()
      events.append(.result(close(at: min(last.start, now), speechFinal: false)))
      pending = [last]
    }
    if let interimInterval, now >= nextInterim - 1e-6 {
      nextInterim += interimInterval
      events.append(.result(segment(until: now)))
      advanceInSilence(now)
    } else if interimInterval == nil {
      advanceInSilence(now)
    }
    if let utteranceGap, let end = openWordEnd, now - end >= utteranceGap {
      openWordEnd = nil
      events.append(.utteranceEnd(lastWordEnd: end))
    }
    return events
  }

  /// `Finalize`: what is pending, as a final result.
  mutating func flush(_ words: [HeardWord], at now: Double, evenIfEmpty: Bool) -> [SegmentEvent] {
    hear(words)
    guard !pending.isEmpty || evenIfEmpty else { return [] }
    var segment = close(at: now, speechFinal: true)
    segment.fromFinalize = true
    return [.result(segment)]
  }

  /// The stream is over: what is pending, or an empty final where there was none at all.
  mutating func finish(_ words: [HeardWord], at now: Double) -> [SegmentEvent] {
    hear(words)
    guard !pending.isEmpty || (!hasFinal && now > 0) else { return [] }
    return [.result(close(at: now, speechFinal: true))]
  }

  /// Quiet for the length of the pause; or, where noise covers the silence, no word for a second longer.
  private func isOver(after last: HeardWord, pause: Double, at now: Double) -> Bool {
    now - max(last.end, lastVoice) >= pause || now - last.end >= pause + 1
  }

  private mutating func hear(_ words: [HeardWord]) {
    guard let last = words.last else { return }
    pending += words
    openWordEnd = last.end
  }

  private func segment(until now: Double) -> SegmentEvent.Segment {
    SegmentEvent.Segment(start: start, end: max(start, now), words: pending, opensUtterance: opensUtterance)
  }

  private mutating func close(at end: Double, speechFinal: Bool) -> SegmentEvent.Segment {
    var segment = segment(until: end)
    segment.isFinal = true
    segment.speechFinal = speechFinal
    start = segment.end
    pending = []
    opensUtterance = speechFinal
    hasFinal = true
    return segment
  }

  /// Where nothing is pending, the segment begins anew from time to time, as real ones do in silence: never where
  /// somebody has been speaking just now, because the words may still be found.
  private mutating func advanceInSilence(_ now: Double) {
    guard pending.isEmpty else { return }
    if now - lastVoice >= 1 { start = max(start, now - 0.1) }
    if now - start >= longest { start = now - 1 }
  }

  /// Speech begins with three loud frames after a third of a second without.
  private mutating func noticeVoice(_ frame: HeardFrame) -> SegmentEvent? {
    let quiet = frame.end - lastVoice
    guard frame.isVoiced else {
      voicedFrames = 0
      if quiet > 0.3 { speechToldAt = nil }
      return nil
    }
    lastVoice = frame.end
    voicedFrames += 1
    guard tellsSpeech, speechToldAt == nil, voicedFrames == 3 else { return nil }
    let began = max(0, frame.end - 3 * SpeechFrames.seconds)
    speechToldAt = began
    return .speechStarted(at: began)
  }
}
