internal import Timeline

/// The two hops are timed at their outer ends: the client's at the client, the service's at the service. What happened first at the relay
/// between them can be told only beyond the time that messages travel.
extension SessionFacts {
  /// From the client through the relay to the service, at its quickest: what the audio took. 0 where it can't be known.
  ///
  /// By the byte that each message ends with, however the relay cuts them anew: what waited in it for a chunk to fill took longer than others.
  /// Only where what arrived is what was sent, or the beginning of it.
  static func travel(from client: HopFacts, to service: HopFacts?) -> Nanoseconds {
    guard let service, !service.audio.isEmpty else { return 0 }
    let (sent, came) = (client.audioBytes, service.audioBytes)
    guard came.count == sent.count || came.count < sent.count && sent.starts(with: came) else { return 0 }
    var quickest = Nanoseconds.max
    var (place, passed, arrived) = (0, 0, 0)
    for piece in service.audio {
      arrived += piece.bytes
      while place < client.audio.count - 1, passed + client.audio[place].bytes < arrived {
        passed += client.audio[place].bytes
        place += 1
      }
      quickest = min(quickest, piece.at - client.audio[place].at)
    }
    return max(0, quickest)
  }

  /// How long the ways of this session may have taken, as its openings show: the client's handshake, and from the service's 101 to the first
  /// audio, where that was waiting for it. 0 where nothing was slow.
  var slowestOpening: Nanoseconds {
    let answered = client.request.flatMap { asked in client.response.map { $0.at - asked.at } } ?? 0
    let waited = services.compactMap { hop -> Nanoseconds? in
      guard let opened = hop.response?.at, let first = hop.audio.first?.at, let spoken = client.audio.first?.at, spoken < opened else {
        return nil
      }
      return first - opened
    }
    return max(0, answered, waited.max() ?? 0)
  }

  /// The time that a message of the service gets to show up at the client before it counts as missing.
  var grace: Nanoseconds { .milliseconds(300) + travel }
}
