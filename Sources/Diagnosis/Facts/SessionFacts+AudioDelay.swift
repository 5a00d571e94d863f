internal import Timeline

extension SessionFacts {
  /// Audio that took long from the client to the service.
  struct AudioDelay {
    /// Seconds of audio that were so late.
    var seconds: Double
    var longest: Nanoseconds
    /// The first that was: as the client sent it, and as it arrived.
    var sent: Located<Void>
    var arrived: Located<Void>
  }

  /// What of the audio was later at the service than a limit, beyond the way that the rest took; nil where none was, or where it can't be told.
  func audioDelay(beyond limit: Nanoseconds) -> AudioDelay? {
    guard let delays = audioDelays else { return keepsPace ? nil : keptBack(beyond: limit) }
    let least = max(0, min(delays.map(\.delay).min() ?? 0, wayOfTheRequest ?? .max))
    let late = delays.filter { $0.delay - least > limit }
    // What is later and later is a slow stream, and no delay.
    let quarters = [1, 2, 3, 4].map { delays[delays.count * $0 / 4 - ($0 == 4 ? 1 : 0)].delay }
    let step = (delays.map(\.delay).max() ?? 0) / 7
    if delays.count >= 8, zip(quarters, quarters.dropFirst()).allSatisfy({ $1 - $0 > step }) { return nil }
    // A rest that waits for more to fill a chunk is none either.
    guard late.reduce(0, { $0 + $1.seconds }) > 0.3 else { return nil }
    guard let first = late.first, let longest = late.map(\.delay).max() else { return nil }
    return AudioDelay(seconds: late.reduce(0) { $0 + $1.seconds }, longest: longest, sent: first.sent, arrived: first.arrived)
  }

  /// What of the audio of a client that sends in bursts, or in long messages, the relay kept until more had come, though nothing else was on its
  /// way.
  private func keptBack(beyond limit: Nanoseconds) -> AudioDelay? {
    guard let service, let opened = service.response, services.count(where: { !$0.audio.isEmpty }) == 1, !readsSlowly,
      let rate = arrivingBytesPerSecond, let own = info.audio?.bytesPerSecond, rate > 0, own > 0, !client.audio.isEmpty
    else { return nil }
    let sent = Double(client.audioBytes.count) / Double(own)
    guard let arrived = ArrivedPlaces(service, rate: rate, sent: sent, mayEnd: true, carriage) else { return nil }
    let bursts = Self.bursts(client.audio.map { ($0.at, Double($0.bytes) / Double(own)) })
    let together = Self.bursts(arrived.places.map { ($0.piece.at, Double($0.piece.bytes) / Double(rate)) })
    var (place, burst, before) = (0, 0, Nanoseconds.min)
    var kept: AudioDelay?
    for (number, found) in arrived.places.enumerated() {
      while place < bursts.count - 1, bursts[place].end < found.begin + 0.001 { place += 1 }
      while burst < together.count - 1, together[burst].first + together[burst].count <= number { burst += 1 }
      let (own, with, piece) = (bursts[place], together[burst], found.piece)
      let due = max(own.at, opened.at) + travel
      let hasMore = place + 1 < bursts.count && bursts[place + 1].at <= piece.at
      // What is too short for a chunk of the relay's own waits for more.
      let length = min(own.end - found.begin, with.seconds)
      if piece.at - due > limit, hasMore, length > 0.3, !found.isVague, before <= due {
        let from = client.audio[own.first]
        let first = AudioDelay(
          seconds: 0, longest: 0, sent: Located((), event: from.event, at: from.at), arrived: Located((), event: piece.event, at: piece.at))
        var all = kept ?? first
        all.seconds += length
        all.longest = max(all.longest, piece.at - due)
        kept = all
      }
      before = piece.at
    }
    return kept.flatMap { $0.seconds > 0.3 ? $0 : nil }
  }

  /// Messages that come together: when, which, how long they are, and how far into all of it they reach, in seconds.
  private static func bursts(
    _ pieces: some Sequence<(at: Nanoseconds, seconds: Double)>
  ) -> [(at: Nanoseconds, first: Int, count: Int, seconds: Double, end: Double)] {
    var bursts: [(at: Nanoseconds, first: Int, count: Int, seconds: Double, end: Double)] = []
    for (number, piece) in pieces.enumerated() {
      if var last = bursts.last, piece.at - last.at < .milliseconds(20) {
        last = (last.at, last.first, last.count + 1, last.seconds + piece.seconds, last.end + piece.seconds)
        bursts[bursts.count - 1] = last
      } else {
        bursts.append((piece.at, number, 1, piece.seconds, (bursts.last?.end ?? 0) + piece.seconds))
      }
    }
    return bursts
  }

  /// One piece of audio as it arrived at the service: how long it took, how long it is, and where it was sent.
  private struct DelayedPiece {
    var delay: Nanoseconds
    var seconds: Double
    var sent: Located<Void>
    var arrived: Located<Void>
  }

  /// How the audio's way through the relay grows longer, where it can be told.
  var audioGrowth: Growth? { audioDelays.flatMap { Growth($0.map { ($0.arrived.at, $0.delay) }) } }

  /// Only where the client keeps to real time, no sound is lost, and the hop to the service was open.
  private var audioDelays: [DelayedPiece]? {
    guard let service, let opened = service.response, services.count(where: { !$0.audio.isEmpty }) == 1, keepsPace, !readsSlowly,
      let rate = arrivingBytesPerSecond, let own = info.audio?.bytesPerSecond, rate > 0, own > 0, !client.audio.isEmpty
    else { return nil }
    let sent = Double(client.audioBytes.count) / Double(own)
    guard let found = ArrivedPlaces(service, rate: rate, sent: sent, carriage) else { return nil }
    // What waits to go out faster than it is spoken is a matter of pace.
    guard Pace(service.audio, bytesPerSecond: rate).map({ $0.factor < 1.2 }) ?? true else { return nil }
    var delays: [DelayedPiece] = []
    var (place, reached) = (0, 0.0)
    for arrived in found.places {
      while place < client.audio.count - 1, reached + Double(client.audio[place].bytes) / Double(own) < arrived.end - 0.001 {
        reached += Double(client.audio[place].bytes) / Double(own)
        place += 1
      }
      guard !arrived.isVague else { continue }
      let (from, piece) = (client.audio[place], arrived.piece)
      delays.append(
        DelayedPiece(
          delay: piece.at - max(from.at, opened.at), seconds: Double(piece.bytes) / Double(rate),
          sent: Located((), event: from.event, at: from.at), arrived: Located((), event: piece.event, at: piece.at)))
    }
    guard !delays.isEmpty else { return nil }
    return delays
  }
}
