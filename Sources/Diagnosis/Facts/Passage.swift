internal import Speech
internal import Timeline

/// Which messages of the client hop are the service's own, byte for byte: what is wrong with those is not the relay's doing.
package struct Passage: Sendable {
  private struct Bytes: Hashable {
    var isText: Bool
    var bytes: [UInt8]
  }

  private let own: Set<Int64>

  init(from services: some Sequence<HopFacts>, to client: HopFacts) {
    var sent: [Bytes: Int] = [:]
    for service in services {
      for (message, bytes) in zip(service.messages, service.payloads) {
        sent[Bytes(isText: message.value.isText, bytes: bytes), default: 0] += 1
      }
    }
    var own: Set<Int64> = []
    if !sent.isEmpty {
      for (message, bytes) in zip(client.messages, client.payloads) {
        let key = Bytes(isText: message.value.isText, bytes: bytes)
        guard let left = sent[key], left > 0 else { continue }
        sent[key] = left - 1
        own.insert(message.event)
      }
    }
    self.own = own
  }

  /// True where the service sent these bytes, in this kind of frame, at least as often as they came until then.
  package func isAsSent(_ event: Int64) -> Bool { own.contains(event) }
}
