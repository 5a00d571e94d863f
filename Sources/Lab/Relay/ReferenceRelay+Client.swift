internal import Machines
internal import Speech
internal import Timeline
internal import Wire

extension ReferenceRelay {
  mutating func takeFromClient(_ message: Message, at now: Nanoseconds) {
    switch message {
    case .ping(let payload):
      if client == .open { out.append(.send(.accepted, .pong(payload))) }
    case .pong: break
    case .close(let code, _): clientCloses(code, at: now)
    case .binary(let bytes):
      if bytes.isEmpty, settings.stop == .emptyBinary, settings.agreedStop != .endsStream {
        takeAgreedStop(message, at: now)
      } else if bytes.isEmpty {
        clientSendsNothing(at: now)
      } else {
        takeAudio(message, bytes.count, at: now)
      }
    case .text(let bytes):
      if isAgreedStop(bytes) { return takeAgreedStop(message, at: now) }
      if isStop(bytes) { return clientStops(at: now) }
      switch ClientMessage(parsing: bytes) {
      case .closeStream: clientStops(at: now)
      case .keepAlive, .finalize: toService(message, at: now)
      case .other, nil: break
      }
    }
  }

  private func isAgreedStop(_ text: [UInt8]) -> Bool {
    if case .text(let agreed) = settings.stop { text == Array(agreed.utf8) } else { false }
  }

  private mutating func takeAgreedStop(_ message: Message, at now: Nanoseconds) {
    switch settings.agreedStop {
    case .endsStream: clientStops(at: now)
    case .ignored: break
    case .forwarded: toService(message, at: now)
    }
  }

  /// Audio goes on whole or not at all: what would go beyond the limit ends the stream.
  private mutating func takeAudio(_ message: Message, _ count: Int, at now: Nanoseconds) {
    if let limit = settings.byteLimit, audioBytes + count > limit {
      return limitIsReached("more than \(limit) bytes of audio", at: now)
    }
    if !audioBegan { out.append(.cancel(Timer.rest.name)) }
    audioBegan = true
    emptyFrameCame = false
    audioBytes += count
    toService(message, at: now)
  }

  /// One of this relay's own limits: no more audio, and what the service still has to say is waited for.
  mutating func limitIsReached(_ limit: String, at now: Nanoseconds) {
    guard client == .open, !stopped else { return }
    limitReached = limit
    clientStops(at: now)
  }

  /// An empty binary message is the service's old end of stream, and what a recorder sends that has nothing to say yet: what follows
  /// it tells the two apart. Passed on, it would end the service's stream in either case.
  private mutating func clientSendsNothing(at now: Nanoseconds) {
    if settings.stop == .emptyBinary { return clientStops(at: now) }
    emptyFrameCame = true
    out.append(.wake(Timer.emptyFrame.name, at: now + settings.emptyFramePatience))
  }

  private func isStop(_ text: [UInt8]) -> Bool {
    let blank: [UInt8] = [0x20, 0x09, 0x0A, 0x0D]
    let trimmed = text.drop { blank.contains($0) }.reversed().drop { blank.contains($0) }.reversed()
    return trimmed.elementsEqual("stop".utf8)
  }

  /// No more audio: CloseStream, once, now or as soon as the hop is open.
  mutating func clientStops(at now: Nanoseconds) {
    guard !stopped else { return }
    stopped = true
    out.append(.cancel(Timer.rest.name))
    if service == .open { sendCloseStream(at: now) }
    // Nothing was said, and nothing is to come.
    if isResting, !audioBegan { closeClient(1000, "", at: now) }
  }

  /// RFC 6455 §5.5.1: the answer has the same code; the server then ends TCP.
  private mutating func clientCloses(_ code: UInt16?, at now: Nanoseconds) {
    if client == .open { out.append(.send(.accepted, .close(code: code, reason: []))) }
    if client == .open || client == .closing {
      client = .closing
      endTCP(.accepted, \.client, at: now)
    }
    clientStops(at: now)
  }

  mutating func clientEnded(at now: Nanoseconds) {
    client = .over
    out.append(.cancel(Timer.clientClose.name))
    clientStops(at: now)
  }

  /// Begins the close handshake with the client, where it is not under way.
  mutating func closeClient(_ code: UInt16, _ reason: String, at now: Nanoseconds) {
    closeClient(.close(code: code, reason: CloseReason.fitting(reason)), at: now)
  }

  mutating func closeClient(_ close: Message, at now: Nanoseconds) {
    guard client == .open else { return }
    client = .closing
    out += [.send(.accepted, close), .wake(Timer.clientClose.name, at: now + settings.closeTimeout)]
  }

  /// A silent client is covered by KeepAlive, for as long as it may be silent.
  mutating func clientIsSilent(at now: Nanoseconds) {
    guard client == .open, !stopped else { return }
    if now - lastFromClient >= settings.clientSilenceLimit {
      closeClient(1001, "nothing came for \(DurationText.tenths(settings.clientSilenceLimit.seconds)) s", at: now)
      return clientStops(at: now)
    }
    let covering = audioBegan && service == .open
    if covering, now - lastToService >= settings.keepAliveInterval { toService(.text(ClientMessage.keepAlive.encoded), at: now) }
    let due = (covering ? lastToService : lastFromClient) + settings.keepAliveInterval
    out.append(.wake(Timer.silence.name, at: due > now ? due : now + settings.keepAliveInterval))
  }
}
