package import Machines
internal import Speech
package import Timeline
internal import Wire

/// What a good relay does between its client and the service, as a state machine.
///
/// Accepts at once, dials the service with the audio declared and its client's own parameters, holds audio until that hop is open, and passes results on
/// as they come, unchanged. The client's stop, or its disconnect, becomes one CloseStream; then the service has its time
/// to send the rest and to close, and its close code and reason go on to the client. Text that is neither a stop nor a
/// message of the service's own protocol is ignored: it is never passed on. Every path ends with both hops closed.
package struct ReferenceRelay: Machine, Sendable {
  /// How far one of its two hops is.
  enum LegState: Sendable {
    case none, dialling, open
    /// It failed, and is dialled again soon.
    case waiting
    /// A Close frame has gone out.
    case closing
    /// TCP is being ended.
    case ending
    case over
  }

  let settings: RelaySettings
  var client = LegState.none
  var service = LegState.none
  /// Messages for the service that came before its hop was open, and their size.
  var held: [Message] = []
  var heldBytes = 0
  /// The client has said, or shown, that no more audio comes.
  var stopped = false
  var audioBegan = false
  /// Bytes of audio that came.
  var audioBytes = 0
  /// Why this relay ended the stream: its client is told so at the end, whatever the service says.
  var limitReached: String?
  /// The client's last binary message was empty.
  var emptyFrameCame = false
  /// When CloseStream went out.
  var drainingSince: Nanoseconds?
  var serviceHasClosed = false
  var lastFromClient: Nanoseconds = 0
  var lastToService: Nanoseconds = 0
  /// The opening request, for another attempt.
  var dialling: Action?
  /// Attempts since the service last said something.
  var attempts = 0
  /// From when on it has been trying to reach the service; nil while it has it.
  var withoutServiceSince: Nanoseconds?
  /// The client's audio for another connection; nil where there will be none.
  var kept: KeptAudio?
  /// The service has said all that it had.
  var isDrained = false
  /// Why the present connection is over, for the client; set where the relay may dial again once it has ended.
  var farewell: Message?
  /// Nobody has spoken for so long that the service was let go; it is dialled again when somebody does.
  var isResting = false
  var stalledLegs: Set<Leg> = []
  var pausedLegs: Set<Leg> = []
  var finished = false
  var out: [Action] = []

  package init(settings: RelaySettings) {
    self.settings = settings
    kept = settings.redial.map { KeptAudio($0, bytesPerSecond: settings.bytesPerSecond) }
  }

  package mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds) -> [Action] {
    guard !finished else { return [] }
    switch occurrence {
    case .started, .listening, .unheard, .received(.results, _), .ended(.results, _): break
    case .requested(let head): accept(head, at: now)
    case .opened: serviceOpened(at: now)
    case .refused(let head): serviceFailed(ServiceRefusal.reason(head), isLasting: Self.isLasting(head.status), at: now)
    case .failed(let failure): serviceFailed(ServiceRefusal.reason(failure), at: now)
    case .received(.accepted, let message):
      lastFromClient = now
      takeFromClient(message, at: now)
    case .received(.dialled, let message): takeFromService(message, at: now)
    case .ended(.accepted, _): clientEnded(at: now)
    case .ended(.dialled, _): serviceEnded(at: now)
    case .fired(let name): if let timer = Timer(name) { fired(timer, at: now) }
    case .stalled(let leg): stalledLegs.insert(leg)
    case .drained(let leg): stalledLegs.remove(leg)
    case .stopRequested: stopPolitely(at: now)
    }
    finishIfOver()
    if !finished { adjustReading() }
    defer { out.removeAll() }
    return out
  }

  /// Accepts first and dials then: a client's first audio may come before the service has answered.
  private mutating func accept(_ head: RequestHead, at now: Nanoseconds) {
    guard client == .none else { return }
    let asked = head.headers.all("Sec-WebSocket-Protocol").first?.split(separator: ",").first
    let subprotocol = asked.map { String($0.drop { $0 == " " }.prefix { $0 != " " }) }
    client = .open
    lastFromClient = now
    if let turnedAway = settings.turnedAway {
      out.append(.accept(subprotocol: subprotocol, headers: []))
      stopped = true
      return closeClient(1013, turnedAway, at: now)
    }
    service = .dialling
    if let limit = settings.sessionLimit { out.append(.wake(Timer.sessionLimit.name, at: now + limit)) }
    let credentials = settings.authorization.map { [HeaderField("Authorization", $0)] } ?? []
    let dial = Action.dial(target: settings.target(asked: head.target), headers: credentials, subprotocols: [])
    dialling = dial
    withoutServiceSince = now
    out += [
      .accept(subprotocol: subprotocol, headers: []), dial,
      .wake(Timer.dial.name, at: now + settings.dialTimeout),
      .wake(Timer.silence.name, at: now + settings.keepAliveInterval),
    ]
  }

  package enum Timer: String, MachineTimer {
    case dial, redial, drain, silence, rest
    case sessionLimit = "session-limit"
    case emptyFrame = "empty-frame"
    case clientClose = "client-close"
    case serviceClose = "service-close"
  }

  private mutating func fired(_ timer: Timer, at now: Nanoseconds) {
    switch timer {
    case .dial:
      guard service == .dialling else { return }
      out.append(.end(.dialled, .reset))
      serviceFailed("service did not answer the handshake within \(DurationText.tenths(settings.dialTimeout.seconds)) s", at: now)
    case .drain:
      let limit = DurationText.tenths(settings.drainTimeout.seconds)
      closeClient(1011, "service neither spoke nor closed for \(limit) s after CloseStream", at: now)
      closeService(1000, at: now)
    case .redial: dialAgain(at: now)
    case .silence: clientIsSilent(at: now)
    case .rest: nobodySpeaks(at: now)
    case .sessionLimit: limitIsReached("session longer than \(DurationText.tenths((settings.sessionLimit ?? 0).seconds)) s", at: now)
    case .emptyFrame: if emptyFrameCame { clientStops(at: now) }
    case .clientClose: endTCP(.accepted, \.client, at: now)
    case .serviceClose: endTCP(.dialled, \.service, at: now)
    }
  }

  private mutating func stopPolitely(at now: Nanoseconds) {
    // Audio that is held goes out as soon as the hop is open, and is drained then.
    if service == .open || service == .dialling && !held.isEmpty {
      clientStops(at: now)
      return
    }
    closeClient(1001, "relay is stopping", at: now)
    if service == .dialling {
      out += [.cancel(Timer.dial.name), .end(.dialled, .reset)]
      service = .over
    }
    if client == .none { client = .over }
  }

  private mutating func finishIfOver() {
    guard client == .over, service == .over || service == .none || service == .waiting else { return }
    finished = true
    out += Timer.allCases.map { .cancel($0.name) } + [.finish]
  }

  /// Back-pressure: a side is not read from while what it sends could not go on.
  private mutating func adjustReading() {
    let holding = service == .dialling && heldBytes > settings.bufferLimit
    setPaused(.accepted, client == .open && (holding || service == .open && stalledLegs.contains(.dialled)))
    setPaused(.dialled, service == .open && client == .open && stalledLegs.contains(.accepted))
  }

  private mutating func setPaused(_ leg: Leg, _ paused: Bool) {
    if paused, pausedLegs.insert(leg).inserted { out.append(.pauseReading(leg)) }
    if !paused, pausedLegs.remove(leg) != nil { out.append(.resumeReading(leg)) }
  }
}
