internal import Timeline

/// The rhythm of the audio on one hop: how long chunks are, how even, in what bursts, how far behind.
///
/// Every figure rests on `count` messages; nil where there are too few, or too little audio, to speak of a rhythm.
struct PaceFigures {
  /// Messages that were sent on together: what came with them beyond the chunk that was due.
  struct Burst {
    var first: Int64
    var last: Int64
    var audio: Double
    /// Audio ahead of an even pace, in seconds.
    var extra: Double
    /// Seconds without any before it or behind it, whichever is longer; before the first, since the hop is open.
    var quiet: Double

    /// A burst makes up for a quiet; what runs ahead and is never waited for is too fast on the whole.
    var isWaitedFor: Bool { quiet > extra / 2 }
  }

  let count: Int
  /// Length of a message as audio.
  let chunk: Percentiles
  /// Seconds from one message to the next, over the seconds of audio in it: 1 at real time. The median, pauses left out.
  let ratio: Double
  /// Seconds by which the last message lags behind where the first one's pace would have put it, pauses left out.
  let lag: Double
  /// The same without the last message, and without the last before each pause: what was left over waits for more, and goes out when that does not
  /// come.
  let lagOfWhole: Double
  let bursts: [Burst]
  let audioSeconds: Double
  /// Seconds of audio per second over the whole stream, pauses left out.
  var factor: Double { audioSeconds / max(audioSeconds + lag, 0.001) }
  /// The longest time between two messages, in seconds, and the message before it.
  let longestGap: Double
  let gapAfter: Int64
  let firstEvent: Int64
  let lastEvent: Int64

  /// A gap so long is a pause, not a pace.
  private static let pause = 1.0

  /// - Parameter opened: When audio could first be sent; nil where that is not known.
  init?(_ pieces: Series<HopFacts.AudioPiece>, bytesPerSecond: Int, since opened: Nanoseconds? = nil) {
    guard pieces.count >= 5, bytesPerSecond > 0, let first = pieces.first, let last = pieces.last else { return nil }
    let lengths = pieces.map { Double($0.bytes) / Double(bytesPerSecond) }
    audioSeconds = lengths.reduce(0, +)
    // The last message is what was left over.
    guard audioSeconds >= 1, let chunk = Percentiles(lengths.dropLast().map { Nanoseconds.seconds($0) }) else { return nil }
    self.chunk = chunk
    count = pieces.count
    firstEvent = first.event
    lastEvent = last.event
    let gaps = zip(pieces, pieces.dropFirst()).map { ($1.at - $0.at).seconds }
    let longest = gaps.indices.max { gaps[$0] < gaps[$1] } ?? 0
    longestGap = gaps[longest]
    gapAfter = pieces[longest].event
    let isPause = gaps.indices.map { gaps[$0] >= Self.pause + lengths[$0] }
    let steps = gaps.indices.filter { !isPause[$0] }
    let ratios = steps.map { gaps[$0] / max(lengths[$0], 0.0001) }.sorted()
    ratio = ratios.isEmpty ? 1 : ratios[ratios.count / 2]
    lag = steps.reduce(0) { $0 + gaps[$1] - lengths[$1] }
    let whole = steps.filter { $0 + 1 < gaps.count && !isPause[$0 + 1] }
    lagOfWhole = whole.reduce(0) { $0 + gaps[$1] - lengths[$1] }
    bursts = Self.bursts(pieces, lengths, gaps, before: opened.map { max(0, (first.at - $0).seconds) } ?? 0)
  }

  /// Messages that follow each other in less than half the time that they last.
  /// - Parameter before: Seconds of quiet before the first.
  private static func bursts(
    _ pieces: Series<HopFacts.AudioPiece>, _ lengths: [Double], _ gaps: [Double], before: Double
  ) -> [Burst] {
    var bursts: [Burst] = []
    var start = 0
    for index in pieces.indices {
      let goesOn = index < gaps.count && gaps[index] < lengths[index] / 2
      guard !goesOn else { continue }
      if index > start {
        let audio = lengths[start...index].reduce(0, +)
        let took = (pieces[index].at - pieces[start].at).seconds
        let quiet = max(start > 0 ? gaps[start - 1] : before, index < gaps.count ? gaps[index] : 0)
        bursts.append(
          Burst(
            first: pieces[start].event, last: pieces[index].event, audio: audio, extra: audio - took - lengths[index], quiet: quiet))
      }
      start = index + 1
    }
    return bursts
  }

  /// Bursts above a limit, where they carry most of the audio.
  func bursts(above limit: Double) -> [Burst] {
    let large = bursts.filter { $0.extra > limit && $0.isWaitedFor }
    let share = large.reduce(0) { $0 + $1.audio } / audioSeconds
    return large.count >= 2 && share > 0.6 ? large : []
  }
}

extension SessionFacts {
  /// The rhythm in which the client sends; by its own schedule it may be judged only where it has none. Nil where some of its audio goes in text
  /// messages: what is left has the gaps of those.
  var clientPace: PaceFigures? {
    guard SentAsText(client: client) == nil else { return nil }
    return info.audio.flatMap { PaceFigures(clientSound.pieces, bytesPerSecond: $0.bytesPerSecond, since: client.response?.at) }
  }

  /// The rhythm in which audio reaches the service: nil where the relay sends another amount of audio, or nobody can tell how much it is.
  var servicePace: PaceFigures? {
    guard let service, let arriving = arrivingBytesPerSecond, let share = arrivedShare, (0.8...1.25).contains(share) else { return nil }
    return PaceFigures(sound(on: service), bytesPerSecond: arriving, since: service.response?.at)
  }

  /// A client whose every message was due at a time: it means to keep that pace, and lateness is not its will.
  var isScheduled: Bool { !client.audio.isEmpty && client.audio.allSatisfy { $0.scheduled != nil } }
}
