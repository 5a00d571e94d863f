internal import Audio
internal import Machines
internal import Speech
internal import Timeline
internal import Wire

/// Stands before a simulated service and has it misbehave at its moment: the one place that knows how each misbehaviour is done.
struct MisbehavingService: FaultStage {
  private enum Phase {
    /// Its moment is still to come.
    case good
    /// Takes what comes and answers pings only.
    case mute
    /// Answers nothing at all.
    case deaf
    /// Its own Close is out.
    case closing
  }

  private static let timer: TimerName = "misbehaviour"
  /// What a message may have where there is such a limit.
  static let messageLimit = 1024

  let misbehaviour: Misbehaviour
  /// For a refusal of its own.
  let requestID: String
  let attendance: Attendance
  let keys: KeyRing
  private var phase = Phase.good
  private var heard = HeardAudio()
  private var attends = false
  private var results: HeldResults?

  init(_ misbehaviour: Misbehaviour, requestID: String, attendance: Attendance, keys: KeyRing) {
    self.misbehaviour = misbehaviour
    self.requestID = requestID
    self.attendance = attendance
    self.keys = keys
    results = HeldResults(misbehaviour.kind)
  }

  /// What it changes in the service before a connection.
  static func adjust(_ settings: inout ServiceSettings, for misbehaviour: Misbehaviour) {
    switch misbehaviour.kind {
    case .refused401, .refused402, .refused429: settings.refusal = ServiceRefused.refusal(misbehaviour.kind.refusal ?? 401)
    case .refused503:
      settings.refusal = .init(status: 503, errCode: "SERVICE_UNAVAILABLE", message: "The service is temporarily overloaded.")
    case .slowHandshake: settings.handshakeDelay = .seconds(3)
    case .resultsLate:
      settings.latency = .seconds(3)
      settings.drainLatency = max(settings.drainLatency, .seconds(3))
    default: break
    }
  }

  mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds, inner: inout any Machine) -> [Action] {
    if case .ended = occurrence {
      if attends { attendance.leave() }
      attends = false
      return inner.handle(occurrence, at: now)
    }
    switch phase {
    case .good: return asItShould(occurrence, at: now, &inner)
    case .mute:
      switch occurrence {
      case .received(.accepted, .close), .received(.accepted, .ping), .stopRequested: return inner.handle(occurrence, at: now)
      default: return []
      }
    case .deaf: return occurrence == .stopRequested ? [.end(.accepted, .reset), .finish] : []
    case .closing:
      switch occurrence {
      case .received(.accepted, .close), .fired(Self.timer), .stopRequested: return [.end(.accepted, .finished)]
      default: return []
      }
    }
  }

  private mutating func asItShould(_ occurrence: Occurrence, at now: Nanoseconds, _ inner: inout any Machine) -> [Action] {
    switch occurrence {
    case .requested(let request): return requested(request, at: now, &inner)
    case .fired(Self.timer):
      if results != nil { return releaseResults(at: now) }
      return strike(at: now, &inner)
    default: break
    }
    // The stream's end goes unheard where that is the moment.
    if misbehaviour.moment == .stop, isEnd(occurrence) { return strike(at: now, &inner) }
    var actions = inner.handle(occurrence, at: now)
    if actions.contains(where: { if case .accept = $0 { true } else { false } }) { actions += opened(at: now) }
    if results != nil { actions = results?.pass(actions) ?? actions }
    guard case .received(.accepted, .binary(let message)) = occurrence, !message.isEmpty else { return actions }
    heard.take(message)
    if misbehaviour.kind == .messageLimit { return message.count > Self.messageLimit ? actions + strike(at: now, &inner) : actions }
    guard case .audio(let length) = misbehaviour.moment else { return actions }
    return heard.seconds >= length.seconds ? actions + strike(at: now, &inner) : actions
  }

  private mutating func requested(_ request: RequestHead, at now: Nanoseconds, _ inner: inout any Machine) -> [Action] {
    heard.declared(in: request.target)
    if let key = Credentials(of: request).key { keys.add(key) }
    switch misbehaviour.kind {
    case .hangInHandshake:
      phase = .deaf
      return [note()]
    case .refused401, .refused402, .refused429, .refused503, .slowHandshake, .resultsLate, .resultsOutOfOrder, .resultsInBurst:
      return [note()] + inner.handle(.requested(request), at: now)
    case .sessionLimit:
      guard attendance.enter(limit: 1) else {
        return [note(), .refuse(ServiceRefused.refusal(429).head(requestID: requestID)), .finish]
      }
      attends = true
      return inner.handle(.requested(request), at: now)
    default:
      guard misbehaviour.moment == .handshake else { return inner.handle(.requested(request), at: now) }
      if misbehaviour.kind == .reset { return [note(), .end(.accepted, .reset), .finish] }
      return inner.handle(.requested(request), at: now)
    }
  }

  /// The handshake is answered.
  private mutating func opened(at now: Nanoseconds) -> [Action] {
    if results != nil, misbehaviour.kind == .resultsInBurst { return [.wake(Self.timer, at: now + HeldResults.interval)] }
    switch misbehaviour.moment {
    case .open(let length): return [.wake(Self.timer, at: now + length)]
    case .handshake where misbehaviour.kind.isTimed: return [.wake(Self.timer, at: now)]
    default: return []
    }
  }

  private mutating func releaseResults(at now: Nanoseconds) -> [Action] {
    (results?.release() ?? []) + [.wake(Self.timer, at: now + HeldResults.interval)]
  }

  private func isEnd(_ occurrence: Occurrence) -> Bool {
    switch occurrence {
    case .received(.accepted, .binary(let bytes)): bytes.isEmpty
    case .received(.accepted, .text(let bytes)): ClientMessage(parsing: bytes) == .closeStream
    default: false
    }
  }

  /// Its moment has come.
  private mutating func strike(at now: Nanoseconds, _ inner: inout any Machine) -> [Action] {
    switch misbehaviour.kind {
    case .noAnswer:
      phase = .mute
      return [note()]
    case .halfOpen:
      phase = .deaf
      return [note()]
    case .reset:
      phase = .closing
      return [note(), .end(.accepted, .reset)]
    case .closeNet0000: return timeOut(.response, at: now, &inner)
    case .closeNet0001: return timeOut(.silence, at: now, &inner)
    case .close1008: return close(.close(1008, "DATA-0000: The payload cannot be decoded as audio."), at: now)
    case .close1000: return close(.close(1000), at: now)
    case .closeWithoutStatus: return close(.close(code: nil, reason: []), at: now)
    case .messageLimit: return close(.close(1009, "Message is longer than \(Self.messageLimit) bytes."), at: now)
    case .errorMessage:
      let text = #"{"type":"Error","description":"The server is currently overloaded.","variant":"INTERNAL_SERVER_ERROR"}"#
      return [note(), .send(.accepted, .text(Array(text.utf8)))] + close(.close(1011, "Internal error"), at: now, isNoted: true)
    case .hangInHandshake, .slowHandshake, .refused401, .refused402, .refused429, .refused503, .sessionLimit, .resultsLate,
      .resultsOutOfOrder, .resultsInBurst:
      return []
    }
  }

  /// As the service itself times out: Metadata, and its sentence in the Close.
  private mutating func timeOut(_ timeout: SimulatedService.Timeout, at now: Nanoseconds, _ inner: inout any Machine) -> [Action] {
    let close = close(.close(1011, timeout.reason), at: now)
    guard var service = inner as? SimulatedService else { return close }
    let farewell = service.timeOut(timeout, at: now)
    inner = service
    return [note()] + farewell.filter { $0.isData(on: .accepted) } + close.dropFirst()
  }

  private mutating func close(_ message: Message, at now: Nanoseconds, isNoted: Bool = false) -> [Action] {
    phase = .closing
    return (isNoted ? [] : [note()]) + [.send(.accepted, message), .wake(Self.timer, at: now + .seconds(2))]
  }

  private func note() -> Action { .note(Note(.misbehaved, "as the scenario asks: \(misbehaviour.text)")) }
}
