internal import Speech
internal import Timeline

extension Outage {
  /// When the relay dialled again, each time.
  var redials: [Nanoseconds] {
    guard let failed else { return [] }
    return session.services.filter { $0.begun > failed.begun }.map(\.begun).sorted()
  }

  /// So many attempts that do not get rarer are a storm: they hit a service that is down already, and are counted.
  private static let storm = 5

  /// The pauses between attempts of a relay that goes on and on at the same rate; nil where it waits longer each time, or stops.
  var stormPauses: [Nanoseconds]? {
    guard let failed, recovery == nil else { return nil }
    let dials = [failed.begun] + redials
    guard dials.count > Self.storm else { return nil }
    let pauses = zip(dials.dropFirst(), dials).map { $0 - $1 }
    guard let last = pauses.last, let first = pauses.first, last < .seconds(3), last < first * 3 / 2 || pauses.count > 20 else {
      return nil
    }
    return pauses
  }

  /// What became of the audio and the words around a connection that took the place of the first.
  struct Restart {
    /// Where in the client's audio the new connection begins, in seconds.
    var resumed: Double
    /// Up to where the first one's finals reach.
    var settled: Double
  }

  /// Nil where there was none, or where the bytes were changed beyond knowing.
  var restart: Restart? {
    guard let failed, let recovery, let rate = session.info.audio?.bytesPerSecond, rate > 0 else { return nil }
    guard let place = Self.place(of: recovery.audioBytes, in: session.client.audioBytes) else { return nil }
    let heard = session.client.finals.last { $0.at < recovery.begun }?.value.end
    let said = failed.finals.last { $0.at <= recovery.begun }?.value.end
    return Restart(
      resumed: max(0, Double(place - session.headerBytes) / Double(rate)), settled: min(heard ?? said ?? 0, said ?? 0))
  }

  /// Where a stream begins within another; nil where none of it is found there.
  private static func place(of part: [UInt8], in whole: [UInt8]) -> Int? {
    let width = 1024
    for offset in stride(from: 0, to: min(part.count, 64 * width) - width, by: width) {
      let window = part[offset..<offset + width]
      // Silence is found everywhere.
      guard Set(window).count > 24, let found = find(window, in: whole, from: offset) else { continue }
      return found - offset
    }
    return nil
  }

  private static func find(_ window: ArraySlice<UInt8>, in whole: [UInt8], from start: Int) -> Int? {
    guard let first = window.first, start + window.count <= whole.count else { return nil }
    return (start...whole.count - window.count).first { whole[$0] == first && whole[$0..<$0 + window.count].elementsEqual(window) }
  }

  /// Seconds of audio of which the client never gets the words, though nobody told it; nil where there are none, or none is known.
  var lostBetween: Double? {
    guard let restart, told == nil, session.stop != nil else { return nil }
    let lost = restart.resumed - restart.settled
    guard lost > 0.5, missingWords > 0 else { return nil }
    return lost
  }

  private var wordErrors: WERResult? {
    guard let expected = session.info.audio?.transcript, session.streamedWhole else { return nil }
    return WordErrorRate.measure(expected: expected, received: session.transcript ?? "")
  }

  private var missingWords: Int { wordErrors.map { $0.deletions + $0.substitutions } ?? 0 }

  /// Words that came twice after the new connection; 0 where none did, or none is known.
  var wordsTwice: Int {
    guard recovery != nil, let errors = wordErrors, errors.insertions >= 2 else { return 0 }
    return errors.insertions
  }

  /// The first final of the new connection that reached the client.
  var firstFinalAfter: Located<ResultText>? {
    guard let recovery else { return nil }
    return session.settled.first { $0.at >= recovery.begun && !$0.value.text.isEmpty }
  }

  /// A result that the client got with the time of the new connection's own beginning.
  var unshifted: SessionFacts.RestartedTimes? {
    guard let restart, restart.resumed > 0.5 else { return nil }
    return session.restartedTimes
  }
}
