internal import Diagnosis
internal import Speech
internal import Timeline

/// What one session did, taken apart into traits and figures.
package struct SessionBehaviour: Sendable, Equatable {
  package var number: Int
  package var traits: [Trait]
  package var measures: [Measure]

  init(_ result: SessionResult, _ facts: SessionFacts?) {
    number = result.info.number
    traits = [Trait(.verdict, "verdict", result.isSkipped ? "skipped" : result.verdict.rawValue, badness: Self.badness(result))]
    measures = []
    for check in result.checks where check.status != .skipped {
      traits.append(Trait(.verdict, "expected of \(check.name)", check.status.rawValue, badness: check.status == .passed ? 0 : 1))
    }
    guard let facts else { return }
    traits += HandshakeTraits.read(facts) + AudioTraits.read(facts) + MessageTraits.read(result, facts) + CloseTraits.read(facts)
    measures = Self.measures(result, facts)
  }

  private static func badness(_ result: SessionResult) -> Int? {
    if result.isSkipped { return nil }
    return switch result.verdict {
    case .healthy: 0
    case .inconclusive: 1
    case .faulty: 2
    case .unreachable: 3
    }
  }

  private static func measures(_ result: SessionResult, _ facts: SessionFacts) -> [Measure] {
    var measures: [Measure] = []
    func time(_ name: String, _ value: Nanoseconds?) {
      if let value { measures.append(Measure(name: name, unit: .seconds, value: value.seconds)) }
    }
    func took(_ hop: HopFacts) -> Nanoseconds? {
      guard let request = hop.request, let response = hop.response else { return nil }
      return response.at - request.at
    }
    time("handshake of the client", took(facts.client))
    time("handshake with the service", facts.service.flatMap(took))
    time("first result", result.firstResult)
    time("first final", result.firstFinal)
    time("interim latency, median", result.interimLatency?.p50)
    time("from the stop to the end", facts.stop.flatMap { stop in facts.relayEnded.map { $0.at - stop.at } })
    if let wer = result.wer { measures.append(Measure(name: "word error rate", unit: .ratio, value: wer)) }
    let interims = facts.results.count { $0.value.isFinal == false }
    if facts.tellsFinality { measures.append(Measure(name: "interim results", unit: .count, value: Double(interims))) }
    return measures
  }
}
