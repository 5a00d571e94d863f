internal import Timeline

/// The books of a session do not balance, and no rule can say why.
struct Unexplained: Rule {
  let id = "unexplained"
  let group = RuleGroup.lastResort
  let severity = Severity.error
  let covers: [Subject] = Duty.allCases.map { .of($0) }
  let isSymptom = true
  let namesACause = false
  let title = "something was due and is missing, extra or changed, and no known cause explains it"
  let why =
    "Every session has its books: what goes into the relay must come out of it, once, in order and in time. Here it did not, and no rule of the catalogue names the reason. The entry itself says what, how much, from when, and who owed it."
  let clientView = "Speech without words, an end that never comes, a count of the service's that does not fit what was sent."
  let serviceView = "A difference between the two hops: bytes, results or ends on one of them with no counterpart on the other."
  let remedy = """
    Look at the place where the books part: `sttcheck frames RECORDING --session NAME` lists both hops around the events named here. What the party
    at fault does between the two is where the fault is. Please send the recording with an issue: a fault without a name is worth one.
    """
  let otherRemedies: [Party: String] = [
    .service: """
    The relay is not at fault here. Note the request id (`sttcheck frames` shows it in the service's messages) and ask the service's support with
    it; meanwhile let the relay end the session with a reason when the service goes silent.
    """
  ]
  let citation = "sttcheck's own books: DIAGNOSIS, accounts."

  /// Its findings are written from what the other rules leave over: `findings(_:seesServiceHop:)`.
  func check(_ run: RunFacts) -> RuleOutcome {
    let books = Books(run, [], named: [])
    let left = books.unaccounted(by: [])
    return left.isEmpty ? .pass : .findings(findings(left, run))
  }

  /// One finding for each party: whoever does one strange thing is seen by several.
  func findings(_ entries: [Entry], _ run: RunFacts) -> [Finding] {
    var groups: [[Entry]] = []
    for entry in entries {
      let isProvoked = isProvoked(entry, run)
      if let place = groups.firstIndex(where: { $0[0].party == entry.party && self.isProvoked($0[0], run) == isProvoked }) {
        groups[place].append(entry)
      } else {
        groups.append([entry])
      }
    }
    return groups.compactMap { group in
      guard let first = group.min(by: { rank($0) < rank($1) }) else { return nil }
      let session = run.sessions.first { $0.info.number == first.session }
      let isShown = group.allSatisfy(\.isShown) && run.seesServiceHop
      return Finding(
        rule: id, certainty: isShown ? .proven : .suspected, severity: first.severity, party: first.party, cause: cause(first),
        summary: "\(capitalized(first.text)); no known cause explains it.",
        remedy: otherRemedies[first.party] ?? remedy,
        evidence: group.map { Evidence(session: $0.session, events: $0.events, text: $0.text) },
        alternatives: isShown ? [] : session?.next(run) ?? [], provoked: isProvoked(first, run))
    }
  }

  /// What the service owes where it was asked to misbehave.
  private func isProvoked(_ entry: Entry, _ run: RunFacts) -> Bool {
    entry.party == .service && run.session(entry.session)?.info.misbehaviour != nil
  }

  private func rank(_ entry: Entry) -> (Int, Int) { (entry.severity == .error ? 0 : 1, entry.session) }

  private func cause(_ entry: Entry) -> String {
    let amount = entry.amount
    if amount.of == 1, amount.value == 1 { return "\(amount.counted) \(entry.manner.rawValue) (\(entry.link.rawValue)), unexplained" }
    let whole = amount.of.map { $0 == amount.value ? "all \(Self.number($0))" : "\(Self.number(amount.value)) of \(Self.number($0))" }
    return "\(whole ?? Self.number(amount.value)) \(amount.counted) \(entry.manner.rawValue) (\(entry.link.rawValue)), unexplained"
  }

  private static func number(_ value: Double) -> String {
    value == value.rounded() ? decimal(value, 0) : decimal(value, 1)
  }

  let examples: [RuleExample] = [
    .fires(
      "the service counts half of what the header of a WAV tells", .proven,
      """
      \(Opening.bothHops(audio: 0))
        0.10-2.10 client  → audio 2.0s wav
        0.11-2.11 service → audio 2.0s wav
        2.20      client  → text "stop"
        2.21      service → CloseStream
        2.30      service ← results "hello there" final start=0 duration=2
        2.31      client  ← results "hello there" final start=0 duration=2
      ↓ 2.40      service ← metadata duration=1.0 sha256=abc
        2.41      client  ← metadata duration=1.0 sha256=abc
        2.41      service ← close 1000
        2.42      client  ← close 1000
      """),
    .silent(
      "a relay that dials late does so for a client that has left and is back already",
      """
      run service-hop=simulated
      session reconnect audio=linear16/16000/1 seconds=3 stop="stop" provokes=close-stream-missing
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-1.50 client  → audio 1.5s
        1.52      client  → close 1000
        1.53      client  ← close 1000
        1.54      client  → GET /listen
        1.55      client  ← 101
        1.60-4.60 client  → audio 3.0s
        4.62      client  → text "stop"
        4.81      client  ← results "hello there" final start=0 duration=3
        4.82      client  ← metadata duration=3.0 sha256=abc
        4.83      client  ← close 1000
        1.80      service → GET /v1/listen?encoding=linear16&sample_rate=16000&channels=1
        1.81      service ← 101
        1.82-1.83 service → audio 1.5s
        1.84      service → CloseStream
        1.90      service ← results "hello" final start=0 duration=1.5
        1.91      service ← metadata duration=1.5 sha256=abc
        1.92      service ← close 1000
        3.34      service → GET /v1/listen?encoding=linear16&sample_rate=16000&channels=1
        3.35      service ← 101
        3.36-4.61 service → audio 3.0s
        4.63      service → CloseStream
        4.80      service ← results "hello there" final start=0 duration=3
        4.81      service ← metadata duration=3.0 sha256=abc
        4.82      service ← close 1000
      """),
    .fires(
      "the service counts another length than reached it", .proven,
      """
      \(Opening.bothHops())
        2.20      client  → text "stop"
        2.21      service → CloseStream
        2.30      service ← results "hello there" final start=0 duration=2
        2.31      client  ← results "hello there" final start=0 duration=2
      ↓ 2.40      service ← metadata duration=5.0 sha256=abc
        2.41      client  ← metadata duration=5.0 sha256=abc
        2.41      service ← close 1000
        2.42      client  ← close 1000
      """),
    .silent(
      "everything went through and both hops are closed",
      """
      \(Opening.bothHops())
        2.20      client  → text "stop"
        2.21      service → CloseStream
        2.30      service ← results "hello there" final start=0 duration=2
        2.31      client  ← results "hello there" final start=0 duration=2
        2.40      service ← metadata duration=2.0 sha256=abc
        2.41      client  ← metadata duration=2.0 sha256=abc
        2.41      service ← close 1000
        2.42      client  ← close 1000
      """),
  ]
}
