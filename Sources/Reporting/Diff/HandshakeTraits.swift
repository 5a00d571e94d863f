internal import Diagnosis
internal import Speech
internal import Timeline

/// How each connection was opened: what was asked, what was answered.
enum HandshakeTraits {
  /// Headers that say something else every time.
  private static let fleeting: Set<String> = [
    "sec-websocket-key", "sec-websocket-accept", "date", "host", "dg-request-id", "x-request-id", "content-length", "traceparent",
    "tracestate", "cf-ray", "x-amzn-trace-id", "x-cloud-trace-context",
  ]
  /// Headers whose value matters; of the others it matters whether they are there.
  private static let telling: Set<String> = [
    "sec-websocket-protocol", "sec-websocket-extensions", "sec-websocket-version", "authorization",
  ]

  static func read(_ facts: SessionFacts) -> [Trait] {
    var traits = hop(facts.client)
    if let service = facts.service ?? facts.services.first { traits += hop(service) }
    traits.append(Trait(.handshake, hop: .service, "connections", "\(facts.services.count)"))
    return traits
  }

  private static func hop(_ facts: HopFacts) -> [Trait] {
    let hop = facts.hop
    var traits = [Trait(.handshake, hop: hop, "answer", answer(facts), badness: facts.isOpen ? 0 : 1)]
    if let request = facts.request?.value {
      let path = request.target.prefix { $0 != "?" }
      traits.append(Trait(.handshake, hop: hop, "path", VisibleText.quote(String(path), limit: 200)))
      traits += headers(request.headers, hop, "request")
      let parameters = Dictionary(grouping: facts.parameters, by: \.name)
      for (name, values) in parameters.sorted(by: { $0.key < $1.key }) {
        let text = values.map { VisibleText.quote($0.value, limit: 120) }.joined(separator: ", ")
        traits.append(Trait(.parameters, hop: hop, VisibleText.quote(name, limit: 60), text))
      }
    }
    if let response = facts.response?.value { traits += headers(response.headers, hop, "answer") }
    return traits
  }

  private static func answer(_ facts: HopFacts) -> String {
    if let failure = facts.failure?.value { return "no connection (\(failure.stage.rawValue), \(failure.code))" }
    guard let response = facts.response?.value else { return "none" }
    return VisibleText.quote("\(response.status) \(response.reason)", limit: 80)
  }

  private static func headers(_ fields: [HeaderField], _ hop: Hop, _ place: String) -> [Trait] {
    var values: [String: [String]] = [:]
    for field in fields { values[field.name.lowercased(), default: []].append(field.value) }
    return values.filter { !fleeting.contains($0.key) }.sorted { $0.key < $1.key }.prefix(60).map { name, values in
      let value = telling.contains(name) ? VisibleText.quote(values.joined(separator: ", "), limit: 160) : "present"
      return Trait(.handshake, hop: hop, "\(place) header \(VisibleText.quote(name, limit: 60))", value)
    }
  }
}
