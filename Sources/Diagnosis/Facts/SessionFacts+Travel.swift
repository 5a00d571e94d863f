internal import Audio
internal import Timeline

/// The two hops are timed at their outer ends: the client's at the client, the service's at the service. What happened first at the relay
/// between them can be told only beyond the time that messages travel.
extension SessionFacts {
  /// From the client through the relay to the service, at its quickest: what the audio took. 0 where it can't be known.
  ///
  /// By the byte that each message ends with, however the relay cuts them anew: what waited in it for a chunk to fill took longer than others.
  /// Only where what arrived is what was sent, or the beginning of it; of what a relay converts, by the time that it holds.
  static func travel(from client: HopFacts, to service: HopFacts?, _ carriage: Carriage?) -> Nanoseconds {
    guard let service, !service.audio.isEmpty, !client.audio.isEmpty else { return 0 }
    let (sent, came) = (client.audioBytes, service.audioBytes)
    guard came.count == sent.count || came.count < sent.count && sent.starts(with: came) else {
      return carriage.map { converted(from: client, to: service, $0) } ?? 0
    }
    return quickest(from: client, to: service)
  }

  /// From the client's request to the relay's own, where the relay dialled for it: so long, at most, is the way from the one to the other. A relay
  /// that keeps all audio back for a while shows a longer one.
  var wayOfTheRequest: Nanoseconds? {
    guard let asked = client.request, let dialled = service?.request, dialled.at >= asked.at else { return nil }
    return dialled.at - asked.at
  }

  /// Seconds of a header, and of what is less than a sample, that a converter leaves out.
  private static let trimmed = 0.01

  private static func converted(from client: HopFacts, to service: HopFacts, _ carriage: Carriage) -> Nanoseconds {
    let own = Double(carriage.sentFormat.bytesPerSecond)
    guard let arriving = carriage.arrivingFormat, arriving != carriage.sentFormat, arriving.bytesPerSecond > 0, own > 0 else { return 0 }
    let (scale, compared) = (own / Double(arriving.bytesPerSecond), carriage.comparison)
    let isWhole = abs(Double(client.audioBytes.count) - Double(service.audioBytes.count) * scale) <= trimmed * own
    let isOrdered = compared.repeated.isEmpty && compared.moved.isEmpty && compared.added.isEmpty && compared.alterations.isEmpty
    let isBeginning = compared.isConverted && isOrdered && compared.missing.allSatisfy { $0.upperBound == compared.sent }
    return isWhole || isBeginning ? quickest(from: client, to: service, scale: scale, within: trimmed * own) : 0
  }

  /// - Parameters:
  ///   - scale: Bytes of the client's for one that arrives.
  ///   - slack: Bytes of the client's by which a place may be off.
  private static func quickest(from client: HopFacts, to service: HopFacts, scale: Double = 1, within slack: Double = 0) -> Nanoseconds {
    var quickest = Nanoseconds.max
    var (place, passed, arrived) = (0, 0, 0.0)
    for piece in service.audio {
      arrived += Double(piece.bytes) * scale
      while place < client.audio.count - 1, Double(passed + client.audio[place].bytes) + slack < arrived {
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
