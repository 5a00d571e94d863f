internal import Machines
internal import Speech
internal import Timeline
internal import Wire

extension SimulatedService {
  mutating func received(_ message: Message, at now: Nanoseconds) -> [Action] {
    switch message {
    case .close(let code, let reason): return clientClosed(code, reason, at: now)
    case .ping(let payload): return phase == .idle || phase == .asked || phase == .closing ? [] : [.send(.accepted, .pong(payload))]
    case .pong: return []
    case .binary(let bytes): return phase == .listening ? audio(bytes, at: now) : []
    case .text(let bytes): return phase == .listening ? text(bytes, at: now) : []
    }
  }

  private mutating func audio(_ bytes: [UInt8], at now: Nanoseconds) -> [Action] {
    guard !bytes.isEmpty else { return settings.emptyBinaryEnds ? endOfStream(at: now) : [] }
    let isFirst = listening?.hasAudio == false
    let wasKnown = listening?.intake.format != nil
    let wasHopeless = listening?.intake.isHopeless == true
    listening?.take(bytes, at: now)
    let isKnown = listening?.intake.format != nil
    var actions: [Action] = [.wake(Timer.silence.name, at: now + settings.idleTimeout)]
    if isFirst && !isKnown { actions.append(.wake(Timer.response.name, at: now + settings.responseTimeout)) }
    if !isFirst && isKnown && !wasKnown { actions.append(.cancel(Timer.response.name)) }
    if !wasHopeless, listening?.intake.isHopeless == true { actions += undecodable(at: now) }
    return actions
  }

  /// It has become certain that the audio cannot be decoded.
  private mutating func undecodable(at now: Nanoseconds) -> [Action] {
    var actions: [Action] = []
    if let codec = listening?.intake.beyond {
      actions.append(.note(Note(.remark, "the simulated service does not decode \(codec), as the real one would: no results will come")))
    }
    guard settings.undecodableCloses else { return actions }
    return actions + [.send(.accepted, .close(1008, Self.dataReason))] + waitForClose(at: now)
  }

  /// The documented Close of audio that cannot be decoded; no report of it is known.
  private static let dataReason =
    "DATA-0000: The payload cannot be decoded as audio. It is either not audio data or is a codec unsupported by Deepgram."

  private mutating func text(_ bytes: [UInt8], at now: Nanoseconds) -> [Action] {
    switch ClientMessage(parsing: bytes) {
    case .keepAlive: return signOfLife(at: now)
    case .finalize: return finalize(at: now)
    case .closeStream: return endOfStream(at: now)
    case .other, nil:
      guard settings.unknownTextCloses, let writer = listening?.writer else { return signOfLife(at: now) }
      return [.send(.accepted, writer.unknownText()), .send(.accepted, .close(1008, "Unknown text message"))] + waitForClose(at: now)
    }
  }

  /// A text message counts once there was audio: without any, KeepAlive alone does not keep a session.
  private mutating func signOfLife(at now: Nanoseconds) -> [Action] {
    guard listening?.hasAudio == true else { return [] }
    return [.wake(Timer.silence.name, at: now + settings.idleTimeout)]
  }

  private mutating func finalize(at now: Nanoseconds) -> [Action] {
    listening?.flush(at: now)
    return signOfLife(at: now)
  }
}
