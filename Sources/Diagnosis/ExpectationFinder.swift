internal import Speech
internal import Timeline

/// What a session has to show for its expectations. Where the client came back, its last connection is what counts.
struct ExpectationFinder {
  enum Found {
    case value(Double)
    /// What was waited for never came; in words.
    case nothing(String)
    /// What is out of order, in words; nil where nothing is.
    case order(String?)
  }

  private let session: SessionFacts
  private let hop: HopFacts
  private let cameBack: Bool

  init(_ session: SessionFacts) {
    self.session = session
    hop = session.clients.last ?? session.client
    cameBack = session.clients.count > 1
  }

  /// Nil where the recording cannot tell: nothing rests on it then.
  func find(_ expectation: Expectation) -> Found? {
    switch expectation.subject {
    case .messages: return .value(Double(hop.messages.count))
    case .results: return isReadable ? .value(Double(hop.results.count)) : nil
    case .interims: return count(hop.results.filter { $0.value.isFinal == false }.count)
    case .finals: return count(hop.finals.count)
    case .metadata: return .value(hop.metadata == nil ? 0 : 1)
    case .close:
      guard let close = hop.close(by: .relay) else { return .value(1006) }
      return .value(Double(close.value.code ?? 1005))
    case .wer:
      guard let expected = session.info.audio?.transcript, let received = transcript else { return nil }
      return .value(WordErrorRate.measure(expected: expected, received: received).wer)
    case .firstResult: return time(hop.results.first?.at, since: hop.audio.first?.at, "no result")
    case .firstFinal: return time(hop.finals.first?.at, since: hop.audio.first?.at, "no final")
    case .lastFinal: return time(hop.finals.last?.at, since: endOfAudio, "no final")
    case .closed: return closed
    case .latency:
      guard let latencies = session.interimLateness?.sorted(), let longest = latencies.last else { return nil }
      // Nearest rank.
      let rank = Int((Double(expectation.percentile ?? 100) / 100 * Double(latencies.count)).rounded(.up))
      return .value((rank < 1 || rank > latencies.count ? longest : latencies[rank - 1]).seconds)
    case .order: return order(expectation.order ?? [])
    case .nothingAfterClose:
      guard let close = hop.close(by: .relay) else { return nil }
      return .value(Double(hop.messages.filter { $0.event > close.event }.count))
    }
  }

  private var isReadable: Bool { hop.unreadable.isEmpty }
  private var tellsFinality: Bool { hop.tellsFinality }

  /// The words that stand: the finals, or every result where nothing says final.
  private var transcript: String? {
    guard !hop.results.isEmpty else { return nil }
    return (tellsFinality ? hop.finals : hop.results).map(\.value.text).filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// Nothing to count where no result says whether it is final.
  private func count(_ number: Int) -> Found? {
    if hop.results.isEmpty { return isReadable ? .value(0) : nil }
    return tellsFinality ? .value(Double(number)) : nil
  }

  private var endOfAudio: Nanoseconds? { (cameBack ? nil : session.stop?.at) ?? hop.audio.last?.at }

  private func time(_ came: Nanoseconds?, since start: Nanoseconds?, _ missing: String) -> Found? {
    guard let start else { return nil }
    if let came { return .value(max(0, came - start).seconds) }
    guard isReadable, hop.results.isEmpty || tellsFinality else { return nil }
    return .nothing(missing)
  }

  /// By the relay: a client that leaves first has nothing to wait for.
  private var closed: Found? {
    guard let start = endOfAudio else { return nil }
    let ended = hop.close(by: .relay)?.at ?? hop.end.flatMap { $0.value.by == .client ? nil : $0.at }
    guard let ended else { return .nothing("no end by the relay") }
    return .value(max(0, ended - start).seconds)
  }

  private func order(_ kinds: [Expectation.Kind]) -> Found? {
    guard isReadable else { return nil }
    var before: (kind: Expectation.Kind, event: Int64)?
    for kind in kinds {
      guard let event = last(kind) else {
        if kind == .interim || kind == .final, !hop.results.isEmpty, !tellsFinality { return nil }
        return .order("no \(kind.rawValue)")
      }
      if let before, before.event > event { return .order("the last \(before.kind.rawValue) after the last \(kind.rawValue)") }
      before = (kind, event)
    }
    return .order(nil)
  }

  private func last(_ kind: Expectation.Kind) -> Int64? {
    switch kind {
    case .interim: hop.results.last { $0.value.isFinal == false }?.event
    case .final: hop.finals.last?.event
    case .metadata: hop.metadata?.event
    case .closed: hop.close(by: .relay)?.event
    }
  }
}
