internal import Machines
internal import Speech
internal import Timeline
internal import Wire

extension SimulatedService {
  enum Timeout {
    /// Neither audio nor text.
    case silence
    /// Audio, but nothing that could be answered.
    case response

    /// The sentence of the Close frame, word for word as seen.
    var reason: String {
      switch self {
      case .silence:
        "Deepgram did not receive audio data or a text message within the timeout window. See https://dpgr.am/net0001"
      case .response: "Deepgram did not provide a response message within the timeout window. See https://dpgr.am/net0000"
      }
    }
  }

  /// CloseStream or an empty binary message: remaining results, Metadata, Close: 1000 with an empty reason, unless the settings say more.
  mutating func endOfStream(at now: Nanoseconds) -> [Action] {
    guard var session = listening else { return [] }
    phase = .draining
    let sha256 = settings.hashIsExact ? session.hash.hex : Metadata.incompleteHash
    let messages =
      session.finish() + [metadata(of: session, sha256: sha256, at: now), .close(settings.farewell.code, settings.farewell.reason)]
    session.queue.finish(with: messages, by: now + settings.drainLatency)
    listening = session
    return [.cancel(Timer.silence.name), .cancel(Timer.response.name)]
  }

  /// The idle timer fired.
  mutating func silenceIsTooLong(at now: Nanoseconds) -> [Action] {
    guard phase == .listening, let session = listening else { return [] }
    let isUnanswered = settings.undecodableIsUnanswered && session.hasAudio && session.intake.decoded == 0
    return timeOut(isUnanswered ? .response : .silence, at: now)
  }

  /// Metadata, whose hash is `incomplete`, then Close 1011 at once; what was not final by then is lost.
  mutating func timeOut(_ timeout: Timeout, at now: Nanoseconds) -> [Action] {
    guard let session = listening else { return [] }
    return [
      .send(.accepted, metadata(of: session, sha256: Metadata.incompleteHash, at: now)),
      .send(.accepted, .close(1011, timeout.reason)),
    ] + waitForClose(at: now)
  }

  /// The client's Close: an answer to ours ends the connection; else it is answered, and trailing results are lost.
  mutating func clientClosed(_ code: UInt16?, _ reason: [UInt8], at now: Nanoseconds) -> [Action] {
    switch phase {
    case .idle, .asked, .over: return []
    case .closing: return [.cancel(Timer.closing.name), .end(.accepted, .finished)]
    case .listening where settings.closeDrains:
      closeCame = true
      return endOfStream(at: now)
    case .draining where settings.closeDrains:
      closeCame = true
      return []
    case .listening, .draining:
      // A code that may not be on the wire is answered as a protocol error (RFC 6455 §7.4).
      let echoed = code.map { CloseCode.isLegalOnTheWire($0) ? $0 : 1002 }
      return [.send(.accepted, .close(code: echoed, reason: [])), .end(.accepted, .finished)] + giveUp()
    }
  }

  /// The program stops: 1001, going away (RFC 6455 §7.4.1).
  mutating func stop(at now: Nanoseconds) -> [Action] {
    switch phase {
    case .idle, .asked:
      phase = .over
      return [.finish]
    case .listening, .draining: return [.send(.accepted, .close(1001, "The service is going away"))] + waitForClose(at: now)
    case .closing, .over: return []
    }
  }

  /// No more is said; the end of the connection is all that is waited for.
  mutating func giveUp() -> [Action] {
    phase = .closing
    listening?.queue.drop()
    return [.cancel(Timer.silence.name), .cancel(Timer.response.name), .cancel(Timer.results.name)]
  }

  private func metadata(of session: Listening, sha256: String, at now: Nanoseconds) -> Message {
    session.writer.metadata(
      sha256: sha256, created: WallTime.text(unixNanoseconds: settings.startedAtUnixNanoseconds + now),
      seconds: session.intake.seconds, channels: session.channels)
  }
}
