internal import Timeline

/// A peer breaks a MUST of RFC 6455, or of RFC 7692 where compression was agreed on.
struct ProtocolViolation: Rule {
  let id = "protocol-violation"
  let group = RuleGroup.webSocket
  let severity = Severity.error
  let covers: [Subject] = [.of(.form)]
  let inPlaceOfRelay = Party.service
  let title = "a rule of the WebSocket protocol is broken on the wire"
  let why = """
    Masked server frames, reserved bits, text that is not UTF-8, fragmented control frames, close codes that may not be sent: a strict client (every browser) \
    fails the connection at the first of them, a lenient library hides it. It mostly comes from frames written by hand or passed on byte for byte.
    """
  let clientView = "The frame's raw bytes and the section of RFC 6455 that it breaks."
  let serviceView = "The same, where the relay breaks the rule towards the service."
  let remedy = """
    Leave framing to the library, and hand it messages rather than frames. The codes 1005, 1006 and 1015 only stand for what was never sent; do not pass them on:

    ```python
    code = service.close_code or 1000
    sendable = code in (1000, 1001, 1003, 1008, 1011) or 3000 <= code < 5000
    await client.close(code=code if sendable else 1011)
    ```

    ```js
    const plain = [1000, 1001, 1003, 1008, 1011];
    service.on("close", (code) => {
      const sendable = plain.includes(code) || (code >= 3000 && code < 5000);
      client.close(sendable ? code : 1011);
    });
    ```
    """
  let citation = "RFC 6455 §5 (framing), §7.4 (close codes), §8.1 (UTF-8 in text); RFC 7692 §6, §7 (compression)."

  func check(_ run: RunFacts) -> RuleOutcome {
    // What is wrong with a Close frame, and nowhere else, is never why so little came before it; and in answer to a Close it costs nothing.
    let isMinor = run.sessions.allSatisfy { session in
      let isCutShort = session.results.isEmpty || (session.stop == nil && !session.streamedWhole)
      return Self.broken(session).allSatisfy { $0.violation.isInClose($0.hop, answering: !isCutShort) }
    }
    return .over(run.sessions) { session in
      guard Self.hops(session).contains(where: \.isOpen) else { return .notApplicable("no connection was open") }
      let broken = Self.broken(session)
      guard !broken.isEmpty else { return behindClose(session, Self.hops(session)) }
      let parties = Party.allCases.filter { party in broken.contains { $0.violation.value.event.sender == party } }
      return .findings(
        parties.map { party in
          let own = broken.filter { $0.violation.value.event.sender == party }
          let first = own[0].violation.value.event
          let times = own.count == 1 ? "" : ", and \(count(own.count - 1, "more violation")) in this session"
          return finding(
            session, .proven, severity: isMinor ? .warning : nil, party: party,
            cause: "\(first.rule) broken by the \(party.rawValue)",
            summary: "On the \(own[0].hop.hop.rawValue) hop: \(first.text)\(times)",
            events: own.prefix(5).flatMap { [$0.violation.event, $0.violation.value.frame ?? 0] },
            evidence: list(own.prefix(3).map { Self.text($0.violation) }))
        })
    }
  }

  private static func hops(_ session: SessionFacts) -> Series<HopFacts> { [session.client] + session.services }

  private static func broken(_ session: SessionFacts) -> [(hop: HopFacts, violation: Located<HopFacts.Violation>)] {
    hops(session).flatMap { hop in
      hop.violations.filter { counts($0) && !$0.isBehindClose(hop) }.map { (hop: hop, violation: $0) }
    }
  }

  /// What follows a party's own Close frame is thrown away by whoever gets it (RFC 6455 §1.4): worth knowing, and no more. Seen where a
  /// framework's development server writes an HTTP response behind the WebSocket.
  private func behindClose(_ session: SessionFacts, _ hops: Series<HopFacts>) -> RuleOutcome {
    for hop in hops {
      let behind = hop.violations.filter { Self.counts($0) && $0.isBehindClose(hop) }
      guard let first = behind.first else { continue }
      let party = first.value.event.sender
      return .findings([
        finding(
          session, .proven, severity: .notice, party: party, cause: "bytes behind the Close frame",
          summary: "The \(party.rawValue) sends bytes behind its own Close frame on the \(hop.hop.rawValue) hop; clients throw them away.",
          events: behind.prefix(5).flatMap { [$0.event, $0.value.frame ?? 0] }, evidence: Self.text(first))
      ])
    }
    return .pass
  }

  /// What is longer than we keep is no fault of the peer's, and a frame that the end of TCP cut off is that end's doing.
  private static func counts(_ violation: Located<HopFacts.Violation>) -> Bool {
    violation.value.event.kind != .aboveMaximum && violation.value.event.kind != .frameCutOff
  }

  private static func text(_ violation: Located<HopFacts.Violation>) -> String {
    let digits = Array("0123456789abcdef")
    let header = violation.value.header.map { "\(digits[Int($0 >> 4)])\(digits[Int($0 & 15)])" }.joined(separator: " ")
    let bytes = header.isEmpty ? "" : ", frame header \(header)"
    let event = violation.value.event
    return "\(event.rfc == 6455 ? "" : "RFC \(event.rfc) ")§\(event.section) at \(seconds(violation.at))\(bytes)"
  }

  let examples: [RuleExample] = [
    .fires(
      "the relay masks what it sends", .proven,
      """
      \(Opening.clientHop())
        1.20      client  ← results "tell me" interim
      ↓ 1.20      client  violation 5.1 "A server must not mask its frames, and this one is masked." by=relay
        2.12      client  → text "stop"
        2.30      client  ← close 1000
      """),
    .fires(
      "the relay sends the service a close code that stands for none", .proven,
      """
      \(Opening.bothHops())
        2.12      client  → text "stop"
        2.13      service → CloseStream
        2.20      service → close 1006
      ↓ 2.20      service violation 7.4 "The close code 1006 (abnormal closure) must not be sent." by=relay
        2.30      client  ← close 1000
      """),
    .fires(
      "the relay answers a Close with the reason alone: a warning", .proven,
      """
      \(Opening.clientHop(audio: 1))
        1.20      client  → close 1001
      ↓ 1.21      client  ← close 25209
      ↓ 1.21      client  violation 7.4 "The close code 25209 (the letters 'by', …) must not be sent." by=relay
      """),
    .fires(
      "a development server writes an HTTP response behind the Close: a notice", .proven,
      """
      \(Opening.clientHop())
        2.12      client  → text "stop"
        2.30      client  ← close 1000
      ↓ 2.31      client  violation 5.2 "No extension was agreed, and RSV1 is set." by=relay
      """),
    .fires(
      "the relay compresses a message and leaves out its end", .proven,
      """
      \(Opening.clientHop())
        1.20      client  ← results "tell me" interim
      ↓ 1.20      client  violation 7.2.2 "The message is marked as compressed, and ends in the middle of a DEFLATE block." by=relay rfc=7692
        2.12      client  → text "stop"
        2.30      client  ← close 1000
      """),
    .silent(
      "a message longer than sttcheck keeps", alsoShows: ["results-not-forwarded"],
      """
      \(Opening.clientHop())
        1.20      client  violation 10.4 "80000000 bytes are more than the 67108864 that are kept; the rest was skipped." by=relay
        2.12      client  → text "stop"
        2.30      client  ← close 1000
      """),
    .silent(
      "the connection breaks in the middle of a frame: that is the end's doing", alsoShows: ["service-refusal-hidden"],
      """
      \(Opening.clientHop(audio: 1))
        1.20      client  violation 5.2 "The stream ended inside a frame, after 3 of its 200 payload bytes." by=relay
        1.20      client  end rst by=relay
      """),
  ]
}

extension Located<HopFacts.Violation> {
  /// Whether its sender had said goodbye before; the Close frame that is itself at fault stands.
  fileprivate func isBehindClose(_ hop: HopFacts) -> Bool {
    guard let close = hop.close(by: value.event.sender) else { return false }
    return (value.frame ?? event) > close.event
  }

  /// Whether it is its sender's Close frame that is wrong, and that frame an answer to the other side's.
  fileprivate func isInClose(_ hop: HopFacts, answering: Bool) -> Bool {
    guard let own = hop.close(by: value.event.sender), own.event == value.frame else { return false }
    return !answering || hop.closes.first.map { $0.value.by != value.event.sender && $0.event < own.event } ?? false
  }
}
