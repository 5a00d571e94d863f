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
    func length(_ place: Int) -> Double { Double(client.audio[place].bytes) / Double(own) }
    let sent = Double(client.audioBytes.count) / Double(own)
    guard let arrived = ArrivedPlaces(service, rate: rate, sent: sent, mayEnd: true, carriage) else { return nil }
    var (place, reached, before) = (0, 0.0, Nanoseconds.min)
    var kept: AudioDelay?
    for found in arrived.places {
      while place < client.audio.count - 1, reached + length(place) < found.begin + 0.001 {
        reached += length(place)
        place += 1
      }
      let (from, piece) = (client.audio[place], found.piece)
      let delay = piece.at - max(from.at, opened.at) - travel
      let hasMore = place + 1 < client.audio.count && client.audio[place + 1].at <= piece.at
      // What is too short for a chunk of the relay's own waits for more.
      let isLong = min(Double(piece.bytes) / Double(rate), length(place)) > 0.3
      if delay > limit, hasMore, isLong, !found.isVague, before <= max(from.at, opened.at) + travel {
        let first = AudioDelay(
          seconds: 0, longest: 0, sent: Located((), event: from.event, at: from.at), arrived: Located((), event: piece.event, at: piece.at))
        var all = kept ?? first
        all.seconds += length(place)
        all.longest = max(all.longest, delay)
        kept = all
      }
      before = piece.at
    }
    return kept.flatMap { $0.seconds > 0.3 ? $0 : nil }
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
