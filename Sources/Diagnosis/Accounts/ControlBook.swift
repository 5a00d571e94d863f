internal import Speech
internal import Timeline

/// What the client says besides its audio, and what the service is told: above all that the audio is over.
enum ControlBook {
  /// A relay may finish what it is doing first.
  private static let patience = Nanoseconds.seconds(1)

  static func page(_ session: SessionFacts, _ run: RunFacts) -> Account.Page {
    var page = Account.Page()
    guard session.client.isOpen, !session.client.audio.isEmpty else { return page }
    let said = session.stopMessage.map { "\(text($0.value)) at \(seconds($0.at))" }
    let left = session.clientLeft.map { "hung up at \(seconds($0))" }
    let told =
      session.service?.endOfAudio.map { "\(text($0.value)) at \(seconds($0.at))" }
      ?? session.streamEnd.map { "nothing, then hung up at \(seconds($0.at))" }
    page.lines = [
      Account.Line(
        .control, "end of stream", into: said ?? left ?? "no stop", outOf: run.seesServiceHop ? told ?? "nothing" : nil,
        duties: [.endOfStream])
    ]
    let signals = session.client.controls.count { $0.value == .keepAlive || $0.value == .finalize }
    let passed = session.services.reduce(0) { $0 + $1.controls.count { $0.value == .keepAlive || $0.value == .finalize } }
    if signals + passed > 0 {
      page.lines.append(
        Account.Line(
          .control, "KeepAlive and Finalize", into: "\(signals)", outOf: run.seesServiceHop ? "\(passed)" : nil, duties: [.signals]))
    }
    guard run.seesServiceHop else { return page }
    page.entries = [early(session), notEnded(session) ?? late(session), wrongFrame(session), finalize(session)].compactMap { $0 }
    return page
  }

  private static func text(_ control: HopFacts.Control?) -> String {
    switch control {
    case .closeStream: "CloseStream"
    case .finalize: "Finalize"
    case .keepAlive: "KeepAlive"
    case .empty: "empty binary message"
    case .text(let bytes): VisibleText.quote(bytes, limit: 40)
    case nil: "Close frame"
    }
  }

  /// The end of the stream is told while the client goes on speaking, and nothing carries on for it.
  private static func early(_ session: SessionFacts) -> Entry? {
    guard let service = session.service, service.isOpen, let end = service.endOfStream(), !session.readsSlowly else { return nil }
    let said = Moment(end, on: .service)
    let travel = session.travel
    let next = session.client.audio.first {
      said.isBefore(Moment(hop: .client, at: $0.at, event: $0.event), travel: travel) == true
    }
    guard let next, session.clientLeft.map({ $0 > end.at }) ?? true, session.client.endOfStream(before: end.event) == nil,
      !session.services.contains(where: { $0.audio.contains { $0.event > end.event } })
    else { return nil }
    // A relay that has left its client ends the service's side rightly.
    if let ended = session.relayEnded, Moment(ended, on: .client).isBefore(said, travel: session.travel) != false { return nil }
    return Entry(
      session, .endOfStream, .early, .relayToService, connection: service.connection, from: said, amount: .init(1, of: 1, "end of stream"),
      events: [end.event, next.event, service.serviceGoodbye?.event],
      "the service was told at \(seconds(end.at)) that the audio is over, and the client went on sending")
  }

  /// The client said stop and waited, and the service was never told.
  private static func notEnded(_ session: SessionFacts) -> Entry? {
    guard let stop = session.stop, let service = session.service, service.isOpen, let last = service.audio.last, !session.interrupted,
      session.endOnStop == nil, !session.triedAnotherStopInVain
    else { return nil }
    // Nothing is due any more on a hop that was over before, or that its service left as the stop came.
    guard session.serviceLeaving == nil else { return nil }
    let ends: [Nanoseconds?] = [session.relayEnded?.at, service.close(by: .service)?.at, service.end?.at]
    guard ends.compactMap({ $0 }).allSatisfy({ $0 >= stop.at }) else { return nil }
    if let close = service.close(by: .service), service.audioBytes.count < session.client.audioBytes.count, close.at - last.at < .seconds(1)
    {
      return nil
    }
    let waited = session.lastEventAt - stop.at
    guard waited > patience + session.travel || session.relayEnded != nil else { return nil }
    return Entry(
      session, .endOfStream, .missing, .relayToService, connection: service.connection, from: Moment(stop, on: .client),
      amount: .init(1, of: 1, "end of stream"), events: [stop.event, last.event, service.serviceGoodbye?.event],
      "the client said stop at \(seconds(stop.at)), and the service was told nothing of it in the \(seconds(waited)) until the end")
  }

  private static func late(_ session: SessionFacts) -> Entry? {
    guard let stop = session.stop, let service = session.service, let opened = service.response, let end = session.endOnStop,
      end.at >= stop.at
    else { return nil }
    let last = session.lastAudio(before: end)
    let delay = end.at - max(stop.at + session.travel, last?.at ?? 0, opened.at)
    guard delay > patience else { return nil }
    return Entry(
      session, .endOfStream, .late, .relayToService, connection: service.connection, from: Moment(stop, on: .client),
      until: Moment(end, on: .service), amount: .init(delay.seconds, "s"), events: [stop.event, last?.event, end.event],
      "the client said stop at \(seconds(stop.at)), and the service was told at \(seconds(end.at))")
  }

  /// A Finalize of the client's, where the relay passes such messages on.
  private static func finalize(_ session: SessionFacts) -> Entry? {
    guard let service = session.service else { return nil }
    let asked = session.client.controls.filter { $0.value == .finalize }
    let passed = service.controls.filter { $0.value == .finalize }
    // A relay may add some of its own, at the end for one.
    guard let first = asked.first, asked.count <= passed.count else { return nil }
    let delays = zip(asked, passed).map { $1.at - $0.at }
    guard let longest = delays.max(), longest - session.travel > patience else { return nil }
    return Entry(
      session, .signals, .late, .relayToService, connection: service.connection, severity: .warning, from: Moment(first, on: .client),
      amount: .init(longest.seconds, "s"), events: [first.event, passed.first?.event],
      "the client said Finalize, and the service was told up to \(seconds(longest)) later")
  }

  /// A control message that counts as audio.
  private static func wrongFrame(_ session: SessionFacts) -> Entry? {
    guard session.client.binaryControls.isEmpty, let service = session.service, let wrong = service.binaryControls.first else { return nil }
    return Entry(
      session, .signals, .altered, .relayToService, connection: service.connection, from: Moment(wrong, on: .service),
      amount: .init(Double(service.binaryControls.count), "messages"), events: [wrong.event],
      "\(VisibleText.quote(wrong.value, limit: 60)) went to the service in a binary message, where it counts as audio")
  }
}
