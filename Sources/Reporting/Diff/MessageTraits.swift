internal import Diagnosis
internal import Speech
internal import Timeline

/// Which messages went either way, in which order, how many, and how they are laid out.
enum MessageTraits {
  static func read(_ result: SessionResult, _ facts: SessionFacts) -> [Trait] {
    var traits = hop(facts.client)
    if let service = facts.service { traits += hop(service) }
    traits += counts(result)
    if let shape = result.shape { traits.append(Trait(.messages, hop: .client, "shape", shape)) }
    if let members = members(facts.client) { traits.append(Trait(.messages, hop: .client, "members of a result", members)) }
    traits += violations(facts)
    if let transcript = result.transcript {
      traits.append(
        Trait(.transcript, "transcript", VisibleText.quote(WordNormalizer.words(transcript).joined(separator: " "), limit: 400)))
    }
    return traits
  }

  private static func counts(_ result: SessionResult) -> [Trait] {
    var traits = [Trait(.messages, hop: .client, "Metadata", result.metadata ? "came" : "did not come", badness: result.metadata ? 0 : 1)]
    // A service may cut the same speech into more or fewer finals; none at all is worse.
    if let finals = result.knownFinals {
      traits.append(Trait(.messages, hop: .client, "finals", "\(finals)", badness: finals == 0 ? 1 : 0))
    }
    return traits
  }

  private static func hop(_ facts: HopFacts) -> [Trait] {
    let upstream = steps(facts.audio.map { ($0.event, "audio") } + facts.controls.compactMap(name))
    let downstream = steps(facts.messages.map { ($0.event, name($0.value)) })
    let keepAlives = facts.controls.contains { $0.value == .keepAlive }
    return [
      Trait(.messages, hop: facts.hop, "\(facts.hop.dialler.rawValue) sends", upstream),
      Trait(.messages, hop: facts.hop, "\(facts.hop.acceptor.rawValue) sends", downstream),
      Trait(.messages, hop: facts.hop, "KeepAlive", keepAlives ? "sent" : "not sent"),
    ]
  }

  /// Kinds in order of their first frames, those that follow each other once.
  private static func steps(_ events: [(event: Int64, name: String)]) -> String {
    var names: [String] = []
    for event in events.sorted(by: { $0.event < $1.event }) where names.last != event.name { names.append(event.name) }
    guard !names.isEmpty else { return "nothing" }
    let shown = names.prefix(12).joined(separator: ", ")
    return names.count > 12 ? "\(shown) and \(names.count - 12) more" : shown
  }

  /// KeepAlives are timed by the machine: whether there are any is a trait of its own.
  private static func name(_ control: Located<HopFacts.Control>) -> (Int64, String)? {
    switch control.value {
    case .closeStream: (control.event, "CloseStream")
    case .finalize: (control.event, "Finalize")
    case .keepAlive: nil
    case .empty: (control.event, "empty binary")
    case .text(let bytes): (control.event, "\"\(VisibleText.quote(bytes, limit: 40))\"")
    }
  }

  private static func name(_ message: ReadMessage) -> String {
    switch message.kind {
    case .result: "results"
    case .metadata: "Metadata"
    case .speechEvent: "results"
    case .error: "an error"
    case .ready: VisibleText.quote(message.label ?? "status", limit: 40)
    case .unreadable: "unreadable"
    }
  }

  /// Names of the members of the first result among the first messages, in order of the alphabet.
  private static func members(_ facts: HopFacts) -> String? {
    let results = Set(facts.results.map(\.event))
    guard let first = facts.quotes.first(where: { results.contains($0.event) }),
      let object = (try? JSONValue(parsing: first.value))?.object
    else { return nil }
    return object.keys.sorted().prefix(40).map { VisibleText.quote($0, limit: 40) }.joined(separator: ", ")
  }

  private static func violations(_ facts: SessionFacts) -> [Trait] {
    let all = (facts.clients + facts.services).flatMap(\.violations).map(\.value.event)
      .map { "§\($0.section) by the \($0.sender.rawValue)" }
    let each = Set(all.map { VisibleText.quote($0, limit: 60) }).sorted()
    return [Trait(.messages, "breaches of RFC 6455", each.isEmpty ? "none" : Wording.list(each), badness: each.count)]
  }
}
