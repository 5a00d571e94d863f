package import Timeline

/// Which of the service's Metadata and speech events reached the client, and how.
package struct RemarkFlow: Sendable {
  package struct Pair: Sendable {
    package var service: Located<Remark>
    package var client: Located<Remark>
    package var delay: Nanoseconds { client.at - service.at }
  }

  /// In the order in which they reached the client.
  package private(set) var pairs: [Pair] = []
  package private(set) var missing: [Located<Remark>] = []
  /// Copies of what came already.
  package private(set) var repeated: [Located<Remark>] = []
  /// What the service did not send.
  package private(set) var extra: [Located<Remark>] = []

  init(from services: some Sequence<HopFacts>, to client: HopFacts) {
    let sent = services.flatMap(\.remarks)
    guard !sent.isEmpty else { return }
    var alike: [Remark: ResultQueue] = [:]
    var named: [String: ResultQueue] = [:]
    for (number, remark) in sent.enumerated() {
      alike[Self.key(remark.value), default: ResultQueue()].append(number)
      named[remark.value.kind, default: ResultQueue()].append(number)
    }
    var isTaken = Array(repeating: false, count: sent.count)
    var came: Set<Remark> = []
    var left: [Located<Remark>] = []
    for got in client.remarks {
      if let found = alike[Self.key(got.value)]?.first(isTaken, { sent[$0].at <= got.at }) {
        isTaken[found] = true
        pairs.append(Pair(service: sent[found], client: got))
      } else if came.contains(Self.key(got.value)) {
        repeated.append(got)
      } else {
        left.append(got)
      }
      came.insert(Self.key(got.value))
    }
    for got in left {
      if let found = named[got.value.kind]?.first(isTaken, { sent[$0].at <= got.at }) {
        isTaken[found] = true
        pairs.append(Pair(service: sent[found], client: got))
      } else if alike.keys.contains(Self.key(got.value)) {
        repeated.append(got)
      } else if named[got.value.kind] != nil {
        extra.append(got)
      }
    }
    pairs.sort { $0.client.event < $1.client.event }
    missing = sent.indices.filter { !isTaken[$0] }.map { sent[$0] }
  }

  private static func key(_ remark: Remark) -> Remark {
    var key = remark
    key.name = remark.kind
    key.isText = true
    return key
  }
}
