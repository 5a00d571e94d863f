internal import Timeline

/// The service's Metadata and speech events, held against what its client got of them.
struct RemarksLedger {
  private let session: SessionFacts
  private let flow: RemarkFlow
  /// Kinds of remarks that some client of the run got: a relay that never passes a kind on leaves it out by design.
  private let passed: Set<String>

  init(_ session: SessionFacts, passed: Set<String>) {
    self.session = session
    flow = RemarkFlow(from: session.services, to: session.client)
    self.passed = passed
  }

  var entries: [Entry] { [missing, repeated, altered, extra, late].compactMap { $0 } }

  var missing: Entry? {
    let until = session.dueUntil
    let lost = flow.missing.filter { isDue($0.value.kind) && $0.at <= until }
    guard let first = lost.first, let last = lost.last else { return nil }
    return Entry(
      session, .results, .missing, .relayToClient, severity: .warning, from: Moment(first, on: .service), until: Moment(last, on: .service),
      amount: .init(Double(lost.count), of: Double(lost.count + flow.pairs.count), "messages"), events: lost.prefix(3).map(\.event),
      sentence(
        "the service sent \(Self.names(lost)) and the client did not get \(lost.count == 1 ? "it" : "them"), though ",
        passed.contains(first.value.kind) ? "the relay passes such messages on" : "it had asked for them, and the relay passes others on"))
  }

  /// By what a client asks for them.
  private static let parameters = ["utteranceend": "utterance_end_ms", "speechstarted": "vad_events"]

  /// True for what the relay passes on; where it passes events of one kind on, for another that its client asked for by name too.
  private func isDue(_ kind: String) -> Bool {
    if passed.contains(kind) { return true }
    guard let parameter = Self.parameters[kind], let asked = session.client.parameter(parameter), asked != "false" else { return false }
    return Self.parameters.keys.contains(where: passed.contains)
  }

  var repeated: Entry? {
    guard let first = flow.repeated.first else { return nil }
    return Entry(
      session, .results, .repeated, .relayToClient, severity: .warning, from: Moment(first, on: .client),
      amount: .init(Double(flow.repeated.count), "messages"), events: flow.repeated.prefix(3).map(\.event),
      "\(Self.names(flow.repeated)) reached the client more often than the service sent \(flow.repeated.count == 1 ? "it" : "them")")
  }

  /// One connection's only: a relay that dials again may sum up what the connections say.
  var altered: Entry? {
    guard session.services.count(where: { !$0.messages.isEmpty }) < 2 else { return nil }
    let changed = flow.pairs.compactMap { pair in
      pair.service.value.difference(in: pair.client.value).map { (pair, $0) }
    }
    guard let (first, field) = changed.first else { return nil }
    return Entry(
      session, .results, .altered, .relayToClient, from: Moment(first.client, on: .client),
      amount: .init(Double(changed.count), of: Double(flow.pairs.count), "messages"), events: [first.service.event, first.client.event],
      "\(first.service.value.name) reached the client with another \(field) than the service gave it")
  }

  var extra: Entry? {
    let foreign = session.foreignMessages
    let extra = flow.extra.filter { !foreign.contains($0.event) }
    guard let first = extra.first, session.services.count(where: { !$0.messages.isEmpty }) < 2 else { return nil }
    return Entry(
      session, .results, .extra, .relayToClient, from: Moment(first, on: .client), amount: .init(Double(extra.count), "messages"),
      events: extra.prefix(3).map(\.event), "\(Self.names(extra)) reached the client that the service did not send")
  }

  var late: Entry? {
    guard !session.readsSlowly else { return nil }
    let limit = ResultsLedger.limit + session.travel * 3 / 2
    let slow = flow.pairs.filter { $0.delay > limit }
    guard let first = slow.first, let longest = slow.map(\.delay).max() else { return nil }
    return Entry(
      session, .resultsPace, .late, .relayToClient, severity: .warning, from: Moment(first.service, on: .service),
      amount: .init(Double(slow.count), of: Double(flow.pairs.count), "messages"), events: [first.service.event, first.client.event],
      "\(Self.names(slow.map(\.client))) reached the client up to \(seconds(longest)) after the service sent \(slow.count == 1 ? "it" : "them")"
    )
  }

  /// `Metadata`, `3 of UtteranceEnd and SpeechStarted`.
  private static func names(_ remarks: [Located<Remark>]) -> String {
    let names = remarks.map(\.value.name).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    return remarks.count == 1 ? names[0] : "\(remarks.count) of \(list(names))"
  }
}
