internal import Timeline

/// Two connections are stamped by two event loops: what came first of two things that happened within these milliseconds nobody can tell.
/// Who ended one connection is told on that connection itself.
extension SessionFacts {
  static let clockUncertainty = Nanoseconds.milliseconds(20)

  /// A connection to the service that the service left by itself in the middle of its audio, and how.
  struct ServiceLeaving {
    var hop: HopFacts
    var goodbye: Located<HopFacts.Close?>
  }

  /// True where something on the service hop was no later than something on the client hop, as far as the clocks can tell.
  func isNoLater(_ onService: Nanoseconds, than onClient: Nanoseconds) -> Bool { onService <= onClient + Self.clockUncertainty }

  /// The service's own goodbye on its hop, before the relay's end of the client hop or together with it.
  func serviceGoodbye(notAfter ended: Located<HopFacts.Close?>) -> Located<HopFacts.Close?>? {
    guard let goodbye = service?.serviceGoodbye, isNoLater(goodbye.at, than: ended.at) else { return nil }
    // Where the way broke at that moment, nobody knows whether it arrived.
    if goodbye.at > ended.at, service?.end?.value.manner == .reset { return nil }
    return goodbye
  }

  /// True where the service hop ended by a reset, without a Close of either, when the relay left its client, and the relay did not say that it
  /// left of its own will: then the connection broke.
  func serviceHopBroke(before ended: Located<HopFacts.Close?>) -> Bool {
    // Without audio nothing tells how long the way is.
    let way = max(travel, Self.clockUncertainty)
    guard let service, let end = service.end, end.value.manner == .reset, service.closes.isEmpty, end.at <= ended.at + way else {
      return false
    }
    return !(ended.value?.isNormal ?? false)
  }

  /// The first connection that the service left while audio or anything else was flowing over it, or before the first came, and nobody had told it
  /// that the stream is over.
  var serviceLeaving: ServiceLeaving? {
    for hop in services where hop.isOpen {
      guard let goodbye = hop.serviceGoodbye, hop.endOfStream(before: goodbye.event) == nil,
        let last = hop.lastSign(before: goodbye.at)?.at ?? hop.response?.at, goodbye.at - last < .seconds(2),
        clientLeft.map({ $0 > goodbye.at }) ?? true, isBroken(goodbye) || isStillSpeaking(at: goodbye.at),
        relayEnded.map({ isNoLater(goodbye.at, than: $0.at) }) ?? true
      else { continue }
      return ServiceLeaving(hop: hop, goodbye: goodbye)
    }
    return nil
  }

  /// A failure before the relay has said that the audio is over is the service's, though its client may be through by then.
  private func isBroken(_ goodbye: Located<HopFacts.Close?>) -> Bool { goodbye.value?.isFailure ?? false }

  /// By what can have arrived at the service by then: the relay could not know yet of a stop that crosses with it.
  private func isStillSpeaking(at time: Nanoseconds) -> Bool {
    if let stop, stop.at <= time { return stop.at > time - max(travel, Self.clockUncertainty) }
    return client.audio.last.map { $0.at > time - travel - Self.clockUncertainty } ?? false
  }

  /// The service's leaving behind the end of the stream and before the Metadata that it owes: without a Close, or with one though words that it
  /// heard are still to be settled.
  var serviceBreakingOff: Located<HopFacts.Close?>? {
    guard let service, service.isOpen, let goodbye = service.serviceGoodbye, service.metadata == nil,
      goodbye.value == nil || ServiceMessages(self, service).open() != nil,
      let over = service.endOfStream(before: goodbye.event), !service.audio.isEmpty, goodbye.at - over.at < .seconds(5),
      relayEnded.map({ isNoLater(goodbye.at, than: $0.at) }) ?? true, clientLeft.map({ $0 > goodbye.at }) ?? true
    else { return nil }
    return goodbye
  }

  /// True where a stretch of audio was on its way to a connection that the service left: no relay can know of it in time.
  static func wentDown(with leaving: ServiceLeaving?, _ gap: Range<Int>, _ carriage: Carriage) -> Bool {
    guard let goodbye = leaving?.goodbye, let first = carriage.client.piece(at: gap.lowerBound),
      let last = carriage.client.piece(at: max(gap.lowerBound, gap.upperBound - 1))
    else { return false }
    return first.at >= goodbye.at - .seconds(1) && last.at <= goodbye.at + .milliseconds(50)
  }

  /// Seconds of audio that the client sent after a time while the service was gone: nobody took them.
  func audioSecondsUnheard(since goodbye: Nanoseconds) -> Double {
    guard !services.contains(where: { $0.begun >= goodbye && $0.isOpen }) else { return 0 }
    return audioSecondsSent(after: goodbye)
  }
}
