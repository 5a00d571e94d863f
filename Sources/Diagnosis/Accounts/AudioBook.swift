internal import Audio
internal import Speech
internal import Timeline

/// The client's audio beside what reached the service: each byte once, in order.
enum AudioBook {
  static func page(_ session: SessionFacts, _ run: RunFacts) -> Account.Page {
    var page = Account.Page()
    let client = session.client
    guard !client.audio.isEmpty else { return page }
    let sent = amount(session.sentSeconds, client.audioBytes.count, client.audio.count)
    guard run.seesServiceHop else {
      let counted = session.metadata?.value.duration.map { "\(decimal($0, 2)) s, as the service counted" }
      page.lines = [Account.Line(.audio, "audio", into: sent, outOf: counted)]
      page.entries = [fromOutside(session, run)].compactMap { $0 }
      return page
    }
    let bytes = session.services.reduce(0) { $0 + $1.audioBytes.count }
    let messages = session.services.reduce(0) { $0 + $1.audio.count }
    let arrived = session.arrivedShare.flatMap { share in session.sentSeconds.map { share * $0 } }
    page.lines = [Account.Line(.audio, "audio", into: sent, outOf: amount(arrived, bytes, messages))]
    page.entries = entries(session) + [late(session), behindTheEnd(session)].compactMap { $0 }
    return page
  }

  /// `2.90 s, 92800 bytes in 29 messages`
  private static func amount(_ length: Double?, _ bytes: Int, _ messages: Int) -> String {
    guard messages > 0 else { return "not one byte" }
    return "\(length.map { "\(decimal($0, 2)) s, " } ?? "")\(bytes) bytes in \(count(messages, "message"))"
  }

  private static func entries(_ session: SessionFacts) -> [Entry] {
    guard let carriage = session.carriage else { return [none(session)].compactMap { $0 } }
    let compared = carriage.comparison
    guard !compared.unrelated else { return converted(session, carriage) }
    let least = 4 * carriage.sentFormat.frameWidth
    var entries: [Entry] = []
    func add(_ manner: Entry.Manner, _ ranges: [Range<Int>], isSent: Bool, _ what: String) {
      let counted = ranges.filter { $0.count >= least }
      guard let first = counted.first, let last = counted.last else { return }
      let isQuiet = counted.allSatisfy { isSent ? carriage.isQuiet($0) : carriage.isQuiet(arrived: $0) }
      let stream = isSent ? carriage.client : carriage.service
      guard let piece = stream.piece(at: first.lowerBound) else { return }
      let end = stream.piece(at: max(first.lowerBound, last.upperBound - 1))
      let hop: Hop = isSent ? .client : .service
      let length = carriage.seconds(counted.reduce(0) { $0 + $1.count })
      entries.append(
        Entry(
          session, .audio, manner, .relayToService, severity: isQuiet ? .notice : .error,
          from: Moment(hop: hop, at: piece.at, event: piece.event),
          until: end.map { Moment(hop: hop, at: $0.at, event: $0.event) },
          amount: .init(length, of: session.sentSeconds, "s of audio"), events: [piece.event, end?.event],
          "\(seconds(length)) of audio in \(count(counted.count, "piece")) \(what), the first at \(decimal(carriage.seconds(first.lowerBound), 2)) s"
        ))
    }
    let leaving = session.serviceLeaving
    var missing = carriage.gaps.filter { !SessionFacts.wentDown(with: leaving, $0, carriage) }
    if let start = carriage.lostAtStart { missing.insert(start, at: 0) }
    if compared.missingAtEnd > 0, session.cutShort == nil, isDue(session, compared.sent - compared.missingAtEnd, carriage) {
      let end = compared.sent - compared.missingAtEnd..<compared.sent
      if session.isBehindTheEnd(end, carriage) {
        add(.moved, [end], isSent: true, "reached the service behind the end of its own stream, where nobody hears it")
      } else {
        missing.append(end)
      }
    }
    add(.missing, missing, isSent: true, "sent by the client never reached the service")
    add(.repeated, compared.repeated, isSent: false, "reached the service again")
    add(.moved, compared.moved, isSent: false, "reached the service behind audio that was sent later")
    let changed = compared.alterations.filter { $0.change == .offset || $0.arrived.count >= least }
    add(.altered, changed.map(\.arrived), isSent: false, "reached the service as other bytes")
    // A converter's edges are no additions: what stands before the first and behind the last byte is its own.
    let added = compared.added.filter { $0.lowerBound > 0 && $0.upperBound < compared.arrived && $0.count >= 20 }
    add(.extra, added, isSent: false, "reached the service that the client never sent")
    return entries
  }

  /// Some of it much later than the rest.
  static func late(_ session: SessionFacts) -> Entry? {
    guard let delay = session.audioDelay(beyond: .seconds(1)) else { return nil }
    return Entry(
      session, .audioPace, .late, .relayToService, severity: .warning, from: Moment(delay.sent, on: .client),
      until: Moment(delay.arrived, on: .service), amount: .init(delay.seconds, of: session.sentSeconds, "s of audio"),
      events: [delay.sent.event, delay.arrived.event],
      "\(decimal(delay.seconds, 1)) s of audio reached the service up to \(seconds(delay.longest)) after the client sent it")
  }

  /// All of it behind the end to which the service came for want of it.
  static func behindIdleTimeout(_ session: SessionFacts) -> Entry? {
    guard let service = session.service, service.isOpen, let opened = service.response, let close = service.idleClose(by: .service),
      let first = service.audio.first, first.event > close.event,
      let spoken = session.client.audio.first(where: { $0.at >= opened.at }), close.at - spoken.at > .seconds(1)
    else { return nil }
    return Entry(
      session, .audio, .late, .relayToService, from: Moment(hop: .client, at: spoken.at, event: spoken.event),
      amount: .init(session.sentSeconds ?? 0, of: session.sentSeconds, "s of audio"), events: [spoken.event, close.event, first.event],
      "the service heard nothing and left at \(seconds(close.at)), and the relay sent it all of the audio only then")
  }

  /// All of it behind the end of its own stream, where the service hears nothing any more.
  static func behindTheEnd(_ session: SessionFacts) -> Entry? {
    guard let service = session.service, service.isOpen, let stop = session.stop, let end = service.endOfStream(),
      end.value == .closeStream,
      end.at >= stop.at, let first = service.audio.first, first.event > end.event
    else { return nil }
    return Entry(
      session, .audio, .late, .relayToService, from: Moment(end, on: .service),
      amount: .init(session.sentSeconds ?? 0, of: session.sentSeconds, "s of audio"), events: [stop.event, end.event, first.event],
      "the relay told the service at \(seconds(end.at)) that the audio is over, and sent all of it only then: nobody hears it there")
  }

  /// Audio that lies in the relay when its client hangs up may be lost with the connection: nobody was there to say that it is all.
  private static func isDue(_ session: SessionFacts, _ from: Int, _ carriage: Carriage) -> Bool {
    guard let piece = carriage.client.piece(at: from) else { return false }
    let over = session.streamEnd?.at ?? session.service?.end?.at ?? .max
    return piece.at + session.travel < over
  }

  /// Not one byte on any connection, though one was open for long enough.
  private static func none(_ session: SessionFacts) -> Entry? {
    guard let service = session.service, service.isOpen, let opened = service.response, session.services.allSatisfy(\.audioBytes.isEmpty),
      (session.sentSeconds ?? 0) >= 0.5, let first = session.client.audio.first
    else { return nil }
    guard let open = session.openBehindFirstAudio, open > .seconds(1) else { return nil }
    return Entry(
      session, .audio, .missing, .relayToService, from: Moment(hop: .client, at: first.at, event: first.event),
      amount: .init(session.sentSeconds ?? 0, of: session.sentSeconds, "s of audio"),
      events: [first.event, opened.event, session.client.audio.last?.event],
      "the client sent \(decimal(session.sentSeconds ?? 0, 1)) s of audio, and not one byte of it reached the service")
  }

  /// Other bytes, which may be the same sound.
  private static func converted(_ session: SessionFacts, _ carriage: Carriage) -> [Entry] {
    guard let first = session.client.audio.first, let sound = carriage.comparison.sound else { return [] }
    let onset = Moment(hop: .client, at: first.at, event: first.event)
    let events: [Int64?] = [first.event, session.service?.audio.first?.event, session.service?.audio.last?.event]
    guard carriage.arrivingFormat != nil else {
      guard sound.isUnlike, carriage.declaredFormat != nil else { return [] }
      return [
        Entry(
          session, .audio, .altered, .relayToService, from: onset, amount: .init(session.sentSeconds ?? 0, "s of audio"), events: events,
          "what reaches the service are other bytes than the client's, and as declared they sound like something else")
      ]
    }
    let isEndDue = session.cutShort == nil
    let missing = max(0, sound.missingAtStart) + max(0, sound.missingBetween) + (isEndDue ? max(0, sound.missingAtEnd) : 0)
    let isMissing = sound.missingAtStart > 0.15 || sound.missingBetween > 0.15 || isEndDue && sound.missingAtEnd > 0.15
    guard isMissing else { return [] }
    return [
      Entry(
        session, .audio, .missing, .relayToService, from: onset, amount: .init(missing, of: session.sentSeconds, "s of audio"),
        events: events, "the relay converts the audio, and what it sends is \(seconds(missing)) shorter than what it got")
    ]
  }

  /// From the client hop: the service's own count, where nothing but a loss explains it.
  private static func fromOutside(_ session: SessionFacts, _ run: RunFacts) -> Entry? {
    guard let loss = run.loss(of: session), let first = session.client.audio.first else { return nil }
    let length: Double
    var until: HopFacts.AudioPiece?
    switch loss {
    case .start(let seconds), .middle(let seconds): length = seconds
    case .end(let seconds): (length, until) = (seconds, session.client.audio.last)
    }
    return Entry(
      session, .audio, .missing, .relayToService, connection: 0, isShown: Loss.isHashed(session),
      from: Moment(hop: .client, at: first.at, event: first.event),
      until: until.map { Moment(hop: .client, at: $0.at, event: $0.event) }, amount: .init(length, of: session.sentSeconds, "s of audio"),
      events: [first.event, session.client.audio.last?.event, session.metadata?.event],
      "the service counted \(seconds(length)) of audio less than the client sent")
  }
}
