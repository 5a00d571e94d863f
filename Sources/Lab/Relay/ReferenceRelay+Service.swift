internal import Machines
internal import Speech
internal import Timeline
internal import Wire

extension ReferenceRelay {
  /// Passes a message on in order; holds it while the hop is being opened.
  mutating func toService(_ message: Message, at now: Nanoseconds) {
    guard !stopped else { return }
    if kept != nil, case .binary(let bytes) = message {
      kept?.take(bytes)
      // What is kept goes out when the hop is open.
      guard service == .open else { return wakeUp(at: now) }
    }
    switch service {
    case .open:
      lastToService = now
      out.append(.send(.dialled, message))
    case .dialling:
      held.append(message)
      heldBytes += message.payload.count
    // It is not open yet, or not any more: what is said first is held until it is dialled again.
    case .closing where isResting, .ending where isResting, .over where isResting:
      guard audioBegan else { return }
      held.append(message)
      heldBytes += message.payload.count
      wakeUp(at: now)
    case .none, .waiting, .closing, .ending, .over: break
    }
  }

  mutating func serviceOpened(at now: Nanoseconds) {
    guard service == .dialling else { return }
    service = .open
    withoutServiceSince = nil
    lastToService = now
    out.append(.cancel(Timer.dial.name))
    for bytes in kept?.begin(isFirst: attempts == 0) ?? [] { out.append(.send(.dialled, .binary(bytes))) }
    for message in held { out.append(.send(.dialled, message)) }
    held = []
    heldBytes = 0
    if stopped { sendCloseStream(at: now) }
    awaitFirstAudio(at: now)
  }

  mutating func serviceFailed(_ reason: String, isLasting: Bool = false, at now: Nanoseconds) {
    guard service == .dialling else { return }
    if !isLasting, dialsAgain(at: now) { return out.append(.cancel(Timer.dial.name)) }
    service = .over
    held = []
    heldBytes = 0
    out.append(.cancel(Timer.dial.name))
    closeClient(1011, reason, at: now)
  }

  mutating func takeFromService(_ message: Message, at now: Nanoseconds) {
    switch message {
    case .ping(let payload):
      if service == .open { out.append(.send(.dialled, .pong(payload))) }
    case .pong: break
    // Of a hop on which nobody said anything there is nothing to tell.
    case .text where isResting, .binary where isResting: break
    case .text, .binary:
      let carried = carried(message)
      if client == .open { out.append(.send(.accepted, carried)) }
      if let drainingSince, service == .open { awaitDrain(since: drainingSince, at: now) }
    case .close(let code, let reason): serviceCloses(code, reason, at: now)
    }
  }

  private mutating func serviceCloses(_ code: UInt16?, _ reason: [UInt8], at now: Nanoseconds) {
    guard !serviceHasClosed else { return }
    serviceHasClosed = true
    out.append(.cancel(Timer.drain.name))
    if service == .open {
      service = .closing
      out += [
        .send(.dialled, .close(code: code.map(Self.relayed), reason: [])),
        .wake(Timer.serviceClose.name, at: now + settings.closeTimeout),
      ]
    }
    if isResting { return }
    if settings.redial != nil, client == .open, !isDrained, limitReached == nil, service == .closing {
      // Only one connection at a time: the next attempt waits for this one's end.
      farewell = .close(code: Self.relayed(code ?? 1005), reason: reason)
      return
    }
    if let limitReached { return closeClient(1008, limitReached, at: now) }
    // A Close without a code is a normal one.
    closeClient(.close(code: Self.relayed(code ?? 1005), reason: reason), at: now)
  }

  /// The close code as it may be sent: 1005, 1006 and 1015 only stand for what was never on the wire (RFC 6455 §7.4.1).
  static func relayed(_ code: UInt16) -> UInt16 {
    if code == 1005 { return 1000 }
    return CloseCode.isLegalOnTheWire(code) ? code : 1011
  }

  mutating func serviceEnded(at now: Nanoseconds) {
    guard service != .over else { return }
    let lost = !serviceHasClosed && service == .open
    service = .over
    out += [.cancel(Timer.drain.name), .cancel(Timer.serviceClose.name)]
    if isResting { return wakeUp(at: now) }
    if lost || farewell != nil, dialsAgain(at: now) {
      farewell = nil
      return
    }
    if let farewell { closeClient(farewell, at: now) }
    if lost { closeClient(1011, "service connection lost without a Close frame", at: now) }
  }

  mutating func closeService(_ code: UInt16, at now: Nanoseconds) {
    guard service == .open else { return }
    service = .closing
    out += [.send(.dialled, .close(code: code, reason: [])), .wake(Timer.serviceClose.name, at: now + settings.closeTimeout)]
  }

  mutating func sendCloseStream(at now: Nanoseconds) {
    drainingSince = now
    out.append(.send(.dialled, .text(ClientMessage.closeStream.encoded)))
    awaitDrain(since: now, at: now)
  }

  private mutating func awaitDrain(since start: Nanoseconds, at now: Nanoseconds) {
    out.append(.wake(Timer.drain.name, at: min(now + settings.drainTimeout, start + settings.drainLimit)))
  }

  /// Ends a hop's TCP connection: after what was sent has gone out, and at once if that takes too long.
  mutating func endTCP(_ leg: Leg, _ state: WritableKeyPath<Self, LegState>, at now: Nanoseconds) {
    switch self[keyPath: state] {
    case .closing:
      self[keyPath: state] = .ending
      out += [
        .end(leg, .finished),
        .wake((leg == .accepted ? Timer.clientClose : .serviceClose).name, at: now + settings.closeTimeout),
      ]
    case .ending: out.append(.end(leg, .reset))
    case .none, .dialling, .waiting, .open, .over: break
    }
  }
}
