internal import Speech
internal import Timeline

/// How each hop of a session opens and ends: who first, with what code, and whether the other side is told.
enum LifeBook {
  /// The time that a party gets to mirror what happened on the other hop.
  private static let patience = Nanoseconds.seconds(2)

  static func page(_ session: SessionFacts, _ run: RunFacts) -> Account.Page {
    var page = Account.Page()
    page.lines = lines(session, run)
    guard session.client.isOpen else {
      page.entries = [notLetIn(session)].compactMap { $0 }
      return page
    }
    if run.seesServiceHop {
      page.entries = [
        notDialled(session, run), leftByService(session), leftByRelay(session), notClosed(session), closedLate(session),
        otherWords(session, run),
      ].compactMap { $0 }
    } else {
      page.entries = [leftByRelay(session), neverEnded(session)].compactMap { $0 }
    }
    return page
  }

  private static func lines(_ session: SessionFacts, _ run: RunFacts) -> [Account.Line] {
    let service = session.service
    let over = service.flatMap { service in
      service.serviceGoodbye.map { "the service: \(goodbye($0))" } ?? service.relayGoodbye.map { "the relay: \(goodbye($0))" }
    }
    let told = session.relayEnded.map { goodbye($0) } ?? session.clientLeft.map { "the client left first, at \(seconds($0))" }
    let end = Account.Line(
      .life, "end of the session", into: run.seesServiceHop ? over ?? "no end" : nil, outOf: told ?? "no end",
      duties: [.staying, .closing, .closeWords, .leaving])
    return [opening(session, run), session.client.isOpen ? end : nil].compactMap { $0 }
  }

  /// `close 1000 at 6.1 s`, with the beginning of its reason.
  private static func goodbye(_ end: Located<HopFacts.Close?>) -> String {
    let code = end.value?.codeText ?? "no Close frame"
    let reason = end.value.map(\.reason) ?? ""
    return "\(code)\(reason.isEmpty ? "" : " \"\(VisibleText.quote(reason, limit: 40))\"") at \(seconds(end.at))"
  }

  /// Nil where the client was let in and the relay dialled once, as it should: that says nothing.
  private static func opening(_ session: SessionFacts, _ run: RunFacts) -> Account.Line? {
    let dialled = session.services.count(where: \.isOpen)
    guard !session.client.isOpen || run.seesServiceHop && dialled != 1 else { return nil }
    let refused = session.client.response.map { "answered \($0.value.status)" } ?? "no answer"
    let reached = dialled == 0 ? "none to the service" : "\(dialled) to the service"
    return Account.Line(
      .life, "connection", into: session.client.isOpen ? "let in" : refused, outOf: run.seesServiceHop ? reached : nil,
      duties: [.letIn, .dialled])
  }

  private static func notLetIn(_ session: SessionFacts) -> Entry? {
    let client = session.client
    let shown =
      client.failure.map { Moment($0, on: .client) } ?? client.response.flatMap { $0.value.status == 101 ? nil : Moment($0, on: .client) }
      ?? client.end.map { Moment($0, on: .client) }
    guard let shown else { return nil }
    let asked = client.request.map { Moment($0, on: .client) } ?? shown
    return Entry(
      session, .letIn, .missing, .relayToClient, from: asked, amount: .init(1, of: 1, "connection"), events: [asked.event, shown.event],
      "the client asked for a WebSocket and was not let in")
  }

  private static func notDialled(_ session: SessionFacts, _ run: RunFacts) -> Entry? {
    guard run.strays == 0, session.services.isEmpty, (session.sentSeconds ?? 0) >= 0.5, let first = session.client.audio.first else {
      return nil
    }
    // One connection may serve several clients: then it is the audio that is asked for.
    guard !run.hasServiceConnection(during: session) else { return nil }
    return Entry(
      session, .dialled, .missing, .relayToService, from: Moment(hop: .client, at: first.at, event: first.event),
      amount: .init(1, of: 1, "connection"), events: [session.client.response?.event, first.event, session.client.audio.last?.event],
      "the client sent \(decimal(session.sentSeconds ?? 0, 1)) s of audio, and no connection to the service carried any of it")
  }

  /// The service ends a stream that nobody had told it is over.
  private static func leftByService(_ session: SessionFacts) -> Entry? {
    guard let service = session.service, service.isOpen, let goodbye = service.serviceGoodbye, !service.audio.isEmpty else { return nil }
    guard service.endOfStream(before: goodbye.event) == nil, service.binaryControls.isEmpty else { return nil }
    // It answered what it does not know.
    guard session.relaysOwnText(before: goodbye, on: service) == nil else { return nil }
    // Nobody was there any more to hear it.
    guard session.clientLeft.map({ goodbye.at < $0 }) ?? true, session.stop.map({ goodbye.at < $0.at + .seconds(1) }) ?? true else {
      return nil
    }
    return Entry(
      session, .staying, .missing, .serviceToRelay, connection: service.connection, from: Moment(goodbye, on: .service),
      amount: .init(1, "connection"), events: [service.audio.last?.event, goodbye.event],
      "the service ended the connection at \(seconds(goodbye.at)) (\(goodbye.value?.text ?? "no Close frame")), and nobody had told it that the audio was over"
    )
  }

  /// The relay leaves its client while something is due: audio to come, or results that it was waiting for.
  private static func leftByRelay(_ session: SessionFacts) -> Entry? {
    guard let ended = session.relayEnded, !session.client.audio.isEmpty else { return nil }
    let how = ended.value?.text ?? "no Close frame"
    let isCut = session.stop.map { $0.event > ended.event } ?? !session.streamedWhole
    // Behind the service's own goodbye the relay has nothing to stay for.
    let gone = session.service?.serviceGoodbye.map { Moment($0, on: .service) }
    let end = Moment(ended, on: .client)
    if let gone, gone.isBefore(end, travel: session.travel) != false { return nil }
    guard session.client.endOfStream(before: ended.event) == nil || session.stop != nil else { return nil }
    if isCut {
      return Entry(
        session, .staying, .missing, .relayToClient, isShown: session.service != nil, from: end, amount: .init(1, "connection"),
        events: [session.client.audio.last?.event, ended.event],
        "the relay ended its client's connection at \(seconds(ended.at)) (\(how)), after \(decimal(session.sentSeconds ?? 0, 1)) s of audio and before the client had said stop"
      )
    }
    guard session.stop != nil, !session.drain.isDrained, !session.missedTheEnd, !session.endCameWithBacklog else { return nil }
    guard let service = session.service, service.isOpen else { return nil }
    let late = service.finals.filter { !$0.value.text.isEmpty && $0.at > ended.at }
    let cutOff = service.relayGoodbye.map { left in service.metadata.map { left.event < $0.event } ?? !service.audio.isEmpty } ?? false
    guard
      let shown = late.first.map({ Moment($0, on: .service) }) ?? service.relayGoodbye.flatMap({ cutOff ? Moment($0, on: .service) : nil })
    else { return nil }
    return Entry(
      session, .staying, .missing, .relayToClient, from: end, amount: .init(1, "connection"),
      events: [session.stop?.event, ended.event, shown.event],
      "the relay ended its client's connection at \(seconds(ended.at)) (\(how)), before the service had sent all that it had")
  }

  /// The service hop is over, and the client is never told.
  private static func notClosed(_ session: SessionFacts) -> Entry? {
    // What waits behind a queue of messages has not had its turn.
    guard session.backlog == nil else { return nil }
    guard session.relayEnded == nil, let service = session.service, service.isOpen else { return nil }
    let goodbyes = [service.serviceGoodbye, service.relayGoodbye].compactMap { $0 }
    guard let over = goodbyes.min(by: { $0.event < $1.event }) else { return nil }
    // Another connection may go on where this one ended.
    guard !session.services.contains(where: { $0.begun > service.begun && $0.isOpen && $0.end == nil && $0.closes.isEmpty }) else {
      return nil
    }
    let left = session.listenedUntil
    guard left - over.at > patience + session.travel else { return nil }
    return Entry(
      session, .closing, .missing, .relayToClient, from: Moment(over, on: .service), amount: .init(1, of: 1, "end"),
      events: [over.event, session.expiredWait?.event],
      "the service hop was over at \(seconds(over.at)), and the relay did not end its client's connection in the \(seconds(left - over.at)) in which the client stayed"
    )
  }

  /// The service had ended the session, and the client was told a good while later.
  static func closedLate(_ session: SessionFacts) -> Entry? {
    guard let service = session.service, let over = service.serviceGoodbye, let ended = session.relayEnded, session.services.count == 1,
      !session.readsSlowly, !session.missedTheEnd
    else { return nil }
    // What the relay still has to bring comes first.
    let due = max(over.at, session.client.messages.last { $0.event < ended.event }?.at ?? 0)
    let length = ended.at - due - max(session.travel * 3 / 2, session.slowestOpening)
    guard length > .seconds(1) else { return nil }
    return Entry(
      session, .closing, .late, .relayToClient, severity: .warning, from: Moment(over, on: .service), until: Moment(ended, on: .client),
      amount: .init(length.seconds, "s"), events: [over.event, ended.event],
      "the service ended its hop at \(seconds(over.at)), and the relay told its client \(seconds(ended.at - over.at)) later")
  }

  /// The service ended in order, and the client is told of a failure; not where it leaves others after the same time.
  static func otherWords(_ session: SessionFacts, _ run: RunFacts) -> Entry? {
    guard let service = session.service, let ended = session.relayEnded, let over = session.serviceGoodbye(notAfter: ended),
      let close = over.value, close.code == 1000, service.metadata.map({ $0.value.sha256 != "incomplete" }) ?? false, session.stop != nil,
      let told = ended.value, told.isFailure, run.canAnswer(over.at, onClient: ended.at), !run.leavings.tell(session)
    else { return nil }
    return Entry(
      session, .closeWords, .altered, .relayToClient, severity: .warning, from: Moment(ended, on: .client),
      amount: .init(1, "close"), events: [over.event, ended.event],
      "the service ended in order, with close 1000 after Metadata, and the relay told its client of a failure: \(told.text)")
  }

  /// From the client hop: the client said stop and waited, and nothing ended the session.
  private static func neverEnded(_ session: SessionFacts) -> Entry? {
    guard session.relayEnded == nil, let stop = session.stop, let expired = session.expiredWait, expired.at - stop.at > .seconds(5),
      !session.triedAnotherStopInVain
    else { return nil }
    return Entry(
      session, .closing, .missing, .relayToClient, isShown: false, from: Moment(stop, on: .client), amount: .init(1, of: 1, "end"),
      events: [stop.event, expired.event],
      "the client said stop at \(seconds(stop.at)) and waited \(seconds(expired.at - stop.at)), and the relay did not end the session")
  }
}
