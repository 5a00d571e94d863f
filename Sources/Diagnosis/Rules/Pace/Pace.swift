internal import Timeline

/// How fast audio went over one hop.
struct Pace {
  /// Seconds of audio per second, over the whole stream.
  let factor: Double
  /// Seconds of audio that the figure rests on.
  let audioSeconds: Double
  let firstEvent: Int64
  let lastEvent: Int64
  /// The mean gap between two messages.
  let gap: Double
  /// Audio in the mean message.
  let chunk: Double

  /// Nil below one second of audio: too little to speak of a rate.
  init?(_ pieces: Series<HopFacts.AudioPiece>, bytesPerSecond: Int, useSchedule: Bool = false) {
    guard let first = pieces.first, let last = pieces.last, pieces.count >= 5, bytesPerSecond > 0 else { return nil }
    // What leaves last has not been "waited for", be it one message or a burst: it counts as the end of the span only.
    let end = pieces.firstIndex { $0.at >= last.at - .milliseconds(50) } ?? pieces.count - 1
    let allAtOnce = end == 0
    let counted = allAtOnce ? pieces[...] : pieces[..<end]
    audioSeconds = Double(counted.reduce(0) { $0 + $1.bytes }) / Double(bytesPerSecond)
    guard audioSeconds >= (allAtOnce ? 2 : 1) else { return nil }
    var span = allAtOnce ? 0 : (pieces[end].at - first.at).seconds
    if useSchedule, !allAtOnce, let from = first.scheduled, let to = pieces[end].scheduled { span = max(span, (to - from).seconds) }
    factor = span > 0 ? audioSeconds / span : .infinity
    firstEvent = first.event
    lastEvent = last.event
    gap = span / Double(counted.count)
    chunk = audioSeconds / Double(counted.count)
  }
}
