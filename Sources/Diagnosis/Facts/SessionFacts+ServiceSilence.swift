internal import Timeline

extension SessionFacts {
  /// A service that took the end of the stream and said nothing more, with its connection open.
  struct ServiceSilence {
    /// Its last sign of life: a message, a pong, or the 101.
    var last: Located<Void>
    /// The relay's sign that the audio is over, which it owed an answer to.
    var end: Located<HopFacts.Control>
    /// From that sign to when nobody waited any more.
    var length: Nanoseconds
  }

  /// Nil where the service said anything at all after the end of the stream, or the connection was over.
  var serviceSilence: ServiceSilence? {
    guard let service, service.isOpen, let opened = service.response, let end = service.endOfAudio(after: service.audio.last?.at ?? .min)
    else { return nil }
    let own = service.pings.filter { $0.value.by == .service } + service.pongs.filter { $0.value.by == .service }
    let spoken = service.messages.map { Located((), event: $0.event, at: $0.at) } + own.map { Located((), event: $0.event, at: $0.at) }
    let last = spoken.max { $0.at < $1.at } ?? Located((), event: opened.event, at: opened.at)
    // Until the relay or the client gave up, or the recording ends.
    let until = [service.relayGoodbye?.at, service.end?.at, relayEnded?.at, clientLeft].compactMap { $0 }.min() ?? lastEventAt
    guard last.event < end.event, service.close(by: .service).map({ $0.at > until }) ?? true, until > end.at else { return nil }
    if let gone = service.end, gone.value.by == .service, gone.at <= until { return nil }
    return ServiceSilence(last: last, end: end, length: until - end.at)
  }

  /// The same where it lasted, and some of the service's results had come before.
  var fallsSilent: ServiceSilence? { stop == nil || results.isEmpty ? nil : lastingSilence }

  /// The same where it lasted.
  var lastingSilence: ServiceSilence? { serviceSilence.flatMap { $0.length > .seconds(5) ? $0 : nil } }
}

extension RunFacts {
  /// True where the service fell silent in the middle of a session: one in which it said nothing at all has the same cause.
  var serviceFallsSilent: Bool { seesServiceHop && sessions.contains { $0.fallsSilent != nil } }
}
