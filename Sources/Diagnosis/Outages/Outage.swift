internal import Speech
internal import Timeline

/// A session in which the service was made to fail, so that one sees how the relay takes it.
///
/// What the service did is nobody's fault; what is asked is whether the client was told, in time and truthfully, whether audio went on into
/// nothing, and what the relay did about it. Ordinary rules do not look at such a session.
struct Outage {
  /// How long a relay may wait for a service that says nothing, once it must have said something: what the vendor's own idle timeout
  /// takes, and some more.
  static let silencePatience = Nanoseconds.seconds(14)
  /// … and before it tells its client of an end that is there for all to see.
  static let patience = Nanoseconds.seconds(3)

  let session: SessionFacts
  let misbehaviour: Misbehaviour
  /// When it happened first.
  let began: Located<Note>
  /// The client that came next, if any did.
  let next: SessionFacts?

  /// Nil where the service behaved, where its misbehaviour leaves the session whole, or where its moment did not come.
  init?(_ session: SessionFacts, next: SessionFacts? = nil) {
    guard let misbehaviour = session.info.misbehaviour, misbehaviour.kind.endsSession,
      let began = session.notes.first(where: { $0.value.code == .misbehaved })
    else { return nil }
    self.session = session
    self.misbehaviour = misbehaviour
    self.began = began
    self.next = next
  }

  /// False where the client came back in the midst of it: whose connection met the failure, and whom the relay should have told, is open.
  var isJudged: Bool { session.clients.count == 1 }

  /// The connection to the service that met it first.
  var failed: HopFacts? { session.services.last { $0.begun <= began.at } ?? session.services.first }

  /// When and by what the relay could know of it; nil where the service says and shows nothing.
  var shown: Located<Void>? {
    guard !misbehaviour.kind.isSilent, let failed else { return nil }
    if let response = failed.response, response.value.status != 101 { return Located((), event: response.event, at: response.at) }
    if let goodbye = failed.serviceGoodbye { return Located((), event: goodbye.event, at: goodbye.at) }
    return failed.end.map { Located((), event: $0.event, at: $0.at) }
  }

  /// The first connection after it that the service served.
  var recovery: HopFacts? {
    session.services.enumerated().first { place, service in
      service.isOpen && service.begun > began.at && !misbehaviour.meets(dial: place + 1)
        && !(service.audio.isEmpty && service.messages.isEmpty)
    }?.element
  }

  /// From when on the client must be told: the last attempt of a relay that dials again failed, or the client's stop went unanswered.
  var due: Located<Void> {
    guard misbehaviour.kind.isSilent else {
      // Whoever never stops trying has no last attempt.
      if stormPauses != nil, let shown { return shown }
      let attempts = session.services.compactMap { service -> Located<Void>? in
        guard service.begun > began.at else { return nil }
        return service.response.map { Located((), event: $0.event, at: $0.at) }
          ?? service.failure.map { Located((), event: $0.event, at: $0.at) }
      }
      return attempts.last ?? shown ?? Located((), event: began.event, at: began.at)
    }
    guard misbehaviour.kind != .hangInHandshake, let stop = session.stop, stop.at > began.at else {
      return Located((), event: began.event, at: began.at)
    }
    return stop
  }

  /// Seconds of audio that the client went on sending after the service was gone for all to see, and no attempt to have it back was under way,
  /// until it was told; 0 where the relay had another connection for it.
  var audioForNobody: Double {
    guard recovery == nil, shown != nil, let audio = session.info.audio, audio.bytesPerSecond > 0 else { return 0 }
    let until = told?.at ?? .max
    let bytes = session.client.audio.reduce(0) { $0 + ($1.at > due.at && $1.at < until ? $1.bytes : 0) }
    return Double(bytes) / Double(audio.bytesPerSecond)
  }

  /// Until when the client would have heard of it.
  var listenedUntil: Nanoseconds { session.listenedUntil }

  /// When the client was gone, whoever ended it.
  var clientGone: Nanoseconds? { [session.clientLeft, session.relayEnded?.at, session.client.end?.at].compactMap { $0 }.min() }

  /// Connections to the service that the relay left open for long after its client was gone.
  var leftOpen: Series<HopFacts> {
    guard let gone = clientGone else { return [] }
    let until = max(session.lastEventAt, session.info.endedAt ?? 0)
    return session.services.filter { service in
      // An attempt that hangs ends with the relay's own patience; one that nobody ends is left behind.
      guard service.isOpen || service.response == nil && service.end?.value.by != .relay else { return false }
      let signs = [
        service.endOfAudio?.at, service.close(by: .relay)?.at, service.close(by: .service)?.at, service.end?.at, service.failure?.at,
      ]
      let patient = max(gone, service.begun) + .seconds(3)
      return signs.compactMap { $0 }.min().map { $0 > patient } ?? (until > patient)
    }
  }
}
