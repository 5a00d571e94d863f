internal import Speech
internal import Timeline

extension SessionFacts {
  /// From when on nothing went through the relay any more, though nobody had ended anything.
  struct Standstill {
    /// The last of the client's that came through.
    var last: Moment
    /// What the client sent after it, which went nowhere.
    var unheard: Int64
    /// Something of the service's that went nowhere; nil where it had nothing to say.
    var unsaid: Int64?
    /// The client's own Close, where nobody answered it.
    var unanswered: Int64?
    /// Until when both hops stayed as they were.
    var until: Nanoseconds
  }

  /// An end within this time is one that somebody meant.
  private static let afterwards = Nanoseconds.seconds(5)

  /// Who has not answered a Close within this time does not read it.
  private static let answering = Nanoseconds.seconds(1.5)

  /// The client's Close, where the relay answered it neither with its own nor by ending the connection.
  var unansweredClose: Located<HopFacts.Close>? { unansweredClose(for: Self.answering + travel) }

  /// The same where nothing came for longer than some time.
  func unansweredClose(for time: Nanoseconds) -> Located<HopFacts.Close>? {
    guard let own = client.close(by: .client), client.close(by: .relay) == nil else { return nil }
    return (client.end?.at ?? lastEventAt) - own.at > time ? own : nil
  }

  /// True where nobody answered the service's Close, neither with one nor by ending the connection: the way from the relay may be cut. Who tells its
  /// client of it has heard it.
  func isCloseUnanswered(on service: HopFacts, for time: Nanoseconds? = nil) -> Bool {
    guard let close = service.close(by: .service), service.isLeftOpen, !isPassedOn(close) else { return false }
    return (service.end?.at ?? lastEventAt) - close.at > time ?? Self.answering + travel
  }

  /// True where the relay closed its client right behind the service's Close, with its code or a failure of its own.
  private func isPassedOn(_ close: Located<HopFacts.Close>) -> Bool {
    guard let ended = relayEnded, let told = ended.value, told.isFailure || told.code == close.value.code else { return false }
    return ended.at >= close.at - Self.clockUncertainty && ended.at - close.at <= Self.answering + travel
  }

  /// From when on nothing of the relay's came to the service any more, though the client went on sending: what the service says from then on may not
  /// reach the relay either. Nil where all came, or the relay passed on what was said later.
  var unheardFrom: Nanoseconds? {
    guard let service, service.isOpen, service.isLeftOpen,
      let last = service.lastSign(before: .max) ?? service.response.map({ Located((), event: $0.event, at: $0.at) })
    else { return nil }
    let until = service.end?.at ?? lastEventAt
    let next = client.audio.first(where: { $0.at > last.at + grace })?.at ?? stop?.at
    guard let next, next > last.at + grace, until - next > .milliseconds(100) + travel else { return nil }
    if let close = service.close(by: .service), close.at > last.at + grace, isPassedOn(close) { return nil }
    return flow.pairs.last.map { $0.service.at > last.at + grace } ?? false ? nil : last.at
  }

  /// True where the client heard nothing of the relay behind its answer to the handshake, and waited for an answer to its Close or was reset: the way
  /// may be cut, and what the client sent lost on it.
  var isRelayUnheard: Bool {
    guard client.messages.isEmpty, client.pongs.isEmpty, client.close(by: .relay) == nil else { return false }
    return unansweredClose != nil || client.end?.value.manner == .reset
  }

  /// True where the client got in, and at the end nothing came any more of what the service says: no Metadata, nor a Close that the relay began,
  /// until the client gave up or the connection was torn.
  var endsUnheard: Bool {
    guard metadata == nil, client.isOpen else { return false }
    guard let ended = relayEnded else { return waitsInVain }
    return ended.value == nil && client.end?.value.manner == .reset
  }

  /// True where the relay did not end the session, and its client did not leave before it gave up.
  var waitsInVain: Bool { relayEnded == nil && (clientLeft == nil || expiredWait != nil) }

  /// The first of the client's audio of which nothing reached the service, nor of what came behind it.
  private var unheardAudio: HopFacts.AudioPiece? {
    guard let carriage, !carriage.comparison.unrelated, carriage.comparison.missingAtEnd > 0 else { return nil }
    return carriage.client.piece(at: carriage.comparison.sent - carriage.comparison.missingAtEnd)
  }

  /// The last audio at the service with something of the client's that went through at once: a rest of it that lay in the relay goes out later,
  /// with nothing behind it.
  private func lastThrough(_ service: HopFacts) -> HopFacts.AudioPiece? {
    guard let unheard = unheardAudio else { return service.audio.last }
    return service.audio.last { $0.at <= unheard.at + grace } ?? service.audio.last
  }

  /// True where the relay passed on what the service said that is no result.
  private func saysMore(behind over: Nanoseconds) -> Bool {
    RemarkFlow(from: services, to: client).pairs.contains { $0.service.at > over }
  }

  /// True where the relay, which had passed on what the service said until then, did not answer its Close: whoever reads it answers.
  private func isDeafToTheService(_ service: HopFacts, _ over: Nanoseconds) -> Bool {
    guard isCloseUnanswered(on: service), !flow.pairs.isEmpty else { return false }
    return !flow.unmatchedService.contains { $0.at < over - travel && !$0.value.text.isEmpty && $0.value.isFinal != false }
  }

  /// Nil where anything went on, or where somebody ended a hop soon. A relay that hangs looks the same as a way that is cut; what the relay says
  /// of itself, to either side, is no sign of it.
  ///
  /// One direction alone is not enough: a relay may have lost one of its two loops. Who answers not even a Close has lost both, or is not there.
  var standstill: Standstill? {
    guard let service, service.isOpen, services.count(where: \.isOpen) == 1, let last = lastThrough(service) else { return nil }
    // Over a slow way the last that went through came when the client had long sent what never did.
    let audio = client.audio.first { $0.at > last.at + grace } ?? unheardAudio
    let isAudio = audio.map { (client.audio.last?.at ?? 0) - $0.at > .milliseconds(50) } ?? false
    let stop = stop.flatMap { $0.at > last.at ? $0 : nil }
    guard
      let unheard = isAudio ? audio.map({ Located((), event: $0.event, at: $0.at) }) : stop.map({ Located((), event: $0.event, at: $0.at) })
    else { return nil }
    let over = max(unheard.at, last.at + grace)
    guard !flow.pairs.contains(where: { $0.service.at > over }) else { return nil }
    let said = service.messages.first { $0.at > over }.map(\.event)
    let close = service.close(by: .service).flatMap { $0.at > over ? $0 : nil }
    // Who tells the client of it is there, on both hops: who only answers it may have lost the client.
    guard close.map({ !isPassedOn($0) }) ?? true else { return nil }
    let unsaid = said ?? close?.event
    let own = unansweredClose.flatMap { $0.at > over ? $0 : nil }
    guard isAudio ? unsaid != nil || own != nil : unsaid != nil && (own != nil || close != nil && isDeafToTheService(service, over)) else {
      return nil
    }
    let ends = [own == nil ? relayEnded?.at : nil, service.relayGoodbye?.at, service.endOfAudio(after: over)?.at, service.end?.at]
    guard ends.compactMap({ $0 }).allSatisfy({ $0 - over > Self.afterwards }), !saysMore(behind: over) else { return nil }
    let through =
      isAudio ? Moment(hop: .service, at: last.at, event: last.event) : Moment(hop: .client, at: unheard.at, event: unheard.event)
    return Standstill(
      last: through, unheard: unheard.event, unsaid: unsaid, unanswered: own?.event, until: min(relayEnded?.at ?? .max, lastEventAt))
  }
}
