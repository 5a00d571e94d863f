internal import Audio
internal import Speech
internal import Timeline

/// What the service's messages promise, beside what reached it: its count and hash of the audio, one request id, times that only grow, and the
/// Metadata and Close that follow the end of a stream.
enum PromiseBook {
  /// A service that is asked for the end of a stream and says nothing for so long has gone silent.
  private static let patience = Nanoseconds.seconds(5)

  static func page(_ session: SessionFacts, _ run: RunFacts) -> Account.Page {
    var page = Account.Page()
    let spoke = session.services.filter { $0.isOpen && !$0.audio.isEmpty }
    guard run.seesServiceHop, !spoke.isEmpty else { return page }
    let heard = spoke.compactMap(\.metadata?.value.duration).map { "\(decimal($0, 2)) s" }
    page.lines = [
      Account.Line(
        .promises, "what the service heard",
        into: session.arrivedShare.flatMap { share in session.sentSeconds.map { "\(decimal(share * $0, 2)) s reached it" } },
        outOf: heard.isEmpty ? "no Metadata" : "\(list(heard)) in its Metadata")
    ]
    for service in spoke {
      let heard = service.heard
      page.entries += [
        silence(session, service), unsaid(session, service), slowEnd(session, service), end(session, service),
        counted(session, heard), hashed(session, heard),
        [requests(session, service), overtaken(session, service)].compactMap { $0 }.min { $0.onset.event < $1.onset.event },
      ]
      .compactMap { $0 }
      page.entries += ServiceMessages(session, service).entries
    }
    return page
  }

  /// The end of the stream was told, and neither Metadata nor a Close came while the relay was waiting.
  private static func silence(_ session: SessionFacts, _ service: HopFacts) -> Entry? {
    guard let last = service.audio.last, let end = service.endOfStream(), end.at >= last.at, service.metadata == nil,
      service.serviceGoodbye == nil
    else { return nil }
    let until = service.relayGoodbye?.at ?? session.lastEventAt
    let latest =
      service.messages.last { $0.at > end.at }.map { Located((), event: $0.event, at: $0.at) } ?? Located((), event: end.event, at: end.at)
    guard until - latest.at > patience else { return nil }
    return Entry(
      session, .heard, .missing, .serviceToRelay, connection: service.connection, from: Moment(latest, on: .service),
      amount: .init(1, of: 1, "end of stream"), events: [end.event, latest.event, session.expiredWait?.event],
      sentence(
        "the service was told at \(seconds(end.at)) that the audio is over, and in the \(seconds(until - latest.at)) after ",
        latest.event == end.event ? "that" : "its last message", " it sent neither Metadata nor a Close"))
  }

  /// The end of the stream was told, and the service closed in order without the Metadata that says what it heard.
  private static func unsaid(_ session: SessionFacts, _ service: HopFacts) -> Entry? {
    guard let end = service.endOfStream(), service.metadata == nil, !service.messages.isEmpty, let over = service.serviceGoodbye,
      over.event > end.event, over.value?.code == 1000
    else { return nil }
    return Entry(
      session, .heard, .missing, .serviceToRelay, connection: service.connection, severity: .warning, from: Moment(end, on: .service),
      amount: .init(1, of: 1, "Metadata"), events: [end.event, over.event],
      "the service was told at \(seconds(end.at)) that the audio is over, and it closed without a Metadata")
  }

  /// A last word that a service may take so long for.
  private static let settling = Nanoseconds.seconds(2.5)

  /// The last finals, or Metadata, long after the end of the stream and after all that came before them.
  static func slowEnd(_ session: SessionFacts, _ service: HopFacts) -> Entry? {
    guard let end = service.endOfStream(), let metadata = service.metadata, metadata.at > end.at, !session.readsSlowly, session.keepsPace
    else { return nil }
    let over = max(end.at, service.audio.last?.at ?? 0)
    var waits: [(message: Moment, length: Nanoseconds, isLate: Bool)] = []
    var before = over
    for message in service.messages where message.at > over && message.event <= metadata.event {
      let length = message.at - before
      waits.append((Moment(message, on: .service), length, length > (message.event == metadata.event ? .seconds(1) : settling)))
      before = message.at
    }
    guard let late = waits.first(where: \.isLate) else { return nil }
    let what =
      late.message.event == metadata.event
      ? "its Metadata came \(seconds(late.length)) after all else" : "what came next took \(seconds(late.length))"
    return Entry(
      session, .heard, .late, .serviceToRelay, connection: service.connection, severity: .warning, from: Moment(end, on: .service),
      until: late.message, amount: .init(late.length.seconds, "s"), events: [end.event, late.message.event],
      "the service was told at \(seconds(end.at)) that the audio is over, and \(what)")
  }

  /// A Close with 1000 right behind the Metadata of a stream that came to its end.
  private static func end(_ session: SessionFacts, _ service: HopFacts) -> Entry? {
    guard let metadata = service.metadata, metadata.value.sha256 != "incomplete", service.endOfStream() != nil,
      let over = service.serviceGoodbye, over.event > metadata.event
    else { return nil }
    func entry(_ manner: Entry.Manner, _ text: String, severity: Severity = .warning) -> Entry {
      Entry(
        session, .heard, manner, .serviceToRelay, connection: service.connection, severity: severity, from: Moment(metadata, on: .service),
        amount: .init(1, of: 1, "close"), events: [metadata.event, over.event], text)
    }
    guard let close = over.value else { return entry(.missing, "the service ended its connection behind Metadata without a Close frame") }
    if let code = close.code, code != 1000 {
      return entry(.altered, "the service sent all that it had, and then \(close.text)", severity: .notice)
    }
    let last = service.messages.last { $0.event < over.event }?.at ?? metadata.at
    guard over.at - last > .seconds(1) else { return nil }
    return entry(.late, "the service sent Metadata at \(seconds(metadata.at)), and closed \(seconds(over.at - last)) later")
  }

  /// Its duration is that of the bytes as they were declared, or of what the container holds.
  private static func counted(_ session: SessionFacts, _ service: HopFacts) -> Entry? {
    guard let metadata = service.metadata, let duration = metadata.value.duration, duration > 0, metadata.value.sha256 != "incomplete",
      let due = length(session, service), let last = service.audio.last, last.at <= metadata.at
    else { return nil }
    guard abs(due - duration) > max(0.25, due * 0.03) else { return nil }
    return Entry(
      session, .heard, .altered, .serviceToRelay, connection: service.connection, from: Moment(metadata, on: .service),
      amount: .init(abs(due - duration), "s"), events: [last.event, metadata.event],
      "\(decimal(due, 2)) s of audio reached the service as it was declared, and its Metadata counts \(decimal(duration, 2)) s")
  }

  /// Seconds of what reached it; nil where nobody can tell: a header and a declaration that contradict each other are a matter of their own.
  private static func length(_ session: SessionFacts, _ service: HopFacts) -> Double? {
    let declared = DeclaredAudio(service).bytesPerSecond.map { Double(service.audioBytes.count) / Double($0) }
    guard service.firstBytes.isContainer else { return declared }
    if let seconds = SoundPieces(service, session.info.audio).seconds { return seconds }
    let stream = AudioStream(service)
    guard let format = stream.headerFormat, format.bytesPerSecond > 0 else { return nil }
    let told = Double(stream.bytes.count) / Double(format.bytesPerSecond)
    return declared.map { abs($0 - told) < 0.05 * told } ?? true ? told : nil
  }

  /// Its hash is that of the bytes: only of a stream that came to its end, on a hop where nothing can have been between.
  private static func hashed(_ session: SessionFacts, _ service: HopFacts) -> Entry? {
    guard let metadata = service.metadata, let hash = metadata.value.sha256?.lowercased(), hash.count == 64, hash.allSatisfy(\.isHexDigit),
      service.audio.allSatisfy({ $0.at <= metadata.at }), service.binaryControls.isEmpty, service.endOfStream() != nil
    else { return nil }
    guard let due = service.audioSHA256, due != hash else { return nil }
    return Entry(
      session, .heard, .altered, .serviceToRelay, connection: service.connection, from: Moment(metadata, on: .service),
      amount: .init(1, "hash"), events: [service.audio.last?.event, metadata.event],
      "the sha256 in the service's Metadata is not that of the \(service.audioBytes.count) bytes that reached it")
  }

  /// One connection is one request.
  private static func requests(_ session: SessionFacts, _ service: HopFacts) -> Entry? {
    var id: String?
    for message in service.messages {
      let own = message.value.requestID
      if let own, let id, own != id {
        return broken(session, service, message, "the service's messages on one connection name two requests, \(id) and \(own)")
      }
      id = id ?? own
    }
    return nil
  }

  /// No final comes behind results of what was said after it.
  private static func overtaken(_ session: SessionFacts, _ service: HopFacts) -> Entry? {
    OvertakenFinal(in: service.results, beyond: 0.01).map { found in
      broken(
        session, service, found.final,
        sentence(
          "the service sent a final that begins at \(decimal(found.final.value.start ?? 0, 2)) s behind a result that begins at ",
          "\(decimal(found.ahead.value.start ?? 0, 2)) s"))
    }
  }

  private static func broken<Value>(_ session: SessionFacts, _ service: HopFacts, _ at: Located<Value>, _ text: String) -> Entry {
    Entry(
      session, .agreement, .altered, .serviceToRelay, connection: service.connection, from: Moment(at, on: .service),
      amount: .init(1, "messages"), events: [at.event], text)
  }
}
