internal import Timeline

/// Messages of one client's audio on the service connection of another: told by their bytes, where a message is found whole.
struct MixedAudio {
  /// So many messages are no chance.
  static let least = 3
  /// Shorter messages, and silence, may be alike by chance.
  private static let shortest = 64

  /// Who sent a message of such bytes, by session; the first two, as nobody asks for more.
  private var senders: [ArraySlice<UInt8>: [Int]] = [:]

  /// There is nothing to find.
  var isEmpty: Bool { senders.isEmpty }

  init(_ sessions: Series<SessionFacts>) {
    guard sessions.count > 1, sessions.contains(where: Self.isSuspect) else { return }
    for session in sessions {
      for (bytes, _) in Self.messages(session.client) where senders[bytes, default: []].count < 2 {
        Work.step()
        if senders[bytes]?.last != session.info.number { senders[bytes, default: []].append(session.info.number) }
      }
    }
  }

  /// Another client's messages on a session's own service connections: whose, how many, and the first there; nil where there are hardly any.
  func found(_ session: SessionFacts, beside others: Series<SessionFacts>) -> (session: Int, count: Int, first: HopFacts.AudioPiece)? {
    guard !isEmpty, !others.isEmpty, Self.isSuspect(session) else { return nil }
    let beside = Set(others.map(\.info.number))
    var found: [Int: (count: Int, first: HopFacts.AudioPiece)] = [:]
    for service in session.services {
      for (bytes, piece) in Self.messages(service) {
        Work.step()
        guard let sender = senders[bytes], sender.count == 1, beside.contains(sender[0]) else { continue }
        found[sender[0], default: (0, piece)].count += 1
      }
    }
    guard let most = found.max(by: { ($0.value.count, $1.key) < ($1.value.count, $0.key) }), most.value.count >= Self.least else {
      return nil
    }
    return (most.key, most.value.count, most.value.first)
  }

  /// Something reached the service that is not as its client sent it.
  private static func isSuspect(_ session: SessionFacts) -> Bool {
    !session.client.isSealed && session.services.contains { !$0.audioBytes.isEmpty } && session.carriage?.comparison.isWhole != true
  }

  private static func messages(_ hop: HopFacts) -> [(ArraySlice<UInt8>, HopFacts.AudioPiece)] {
    guard !hop.isSealed else { return [] }
    var at = hop.audioBytes.startIndex
    return hop.audio.compactMap { piece in
      let bytes = hop.audioBytes[at..<min(at + piece.bytes, hop.audioBytes.endIndex)]
      at = bytes.endIndex
      guard bytes.count >= shortest, let first = bytes.first, bytes.contains(where: { $0 != first }) else { return nil }
      return (bytes, piece)
    }
  }
}
