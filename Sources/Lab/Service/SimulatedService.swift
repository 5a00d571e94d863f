package import Machines
package import Timeline
internal import Wire

/// The service behind a relay, as PROTOCOL describes Deepgram's live API: one value is one connection.
///
/// It hears nothing but the audio that arrives, as it is declared. Every behaviour that is only reported or inferred is a
/// switch in `ServiceSettings`.
package struct SimulatedService: Machine, Sendable {
  enum Phase: Equatable {
    case idle
    /// The opening request is here; it is answered later.
    case asked
    case listening
    /// The stream was ended; results drain, then Metadata and Close follow.
    case draining
    /// Our Close is out: the client's is waited for.
    case closing
    case over
  }

  enum Timer: String, MachineTimer { case handshake, results, silence, response, closing }

  let settings: ServiceSettings
  var phase = Phase.idle
  /// What was agreed in the handshake; nil before it.
  var listening: Listening?
  /// The opening request, until it is answered.
  private var request: RequestHead?
  /// The client's Close is here, and ours will answer it once the rest is said (a switch).
  var closeCame = false
  /// The time for which the results' timer is set.
  private var wakeAt: Nanoseconds?

  /// - Parameter settings: The seed is this connection's own.
  package init(settings: ServiceSettings) { self.settings = settings }

  package mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds) -> [Action] {
    guard phase != .over else { return [] }
    let actions: [Action]
    switch occurrence {
    case .requested(let request): actions = phase == .idle ? take(request, at: now) : []
    case .received(.accepted, let message): actions = received(message, at: now)
    case .fired(let name): actions = Timer(name).map { fired($0, at: now) } ?? []
    case .ended(.accepted, _): actions = finished()
    case .stopRequested: actions = stop(at: now)
    default: actions = []
    }
    return actions + wakeForResults()
  }

  /// The answer goes out at once, or takes as long as it does from far away.
  private mutating func take(_ request: RequestHead, at now: Nanoseconds) -> [Action] {
    guard settings.handshakeDelay > 0 else { return answer(request, at: now) }
    phase = .asked
    self.request = request
    return [.wake(Timer.handshake.name, at: now + settings.handshakeDelay)]
  }

  private mutating func fired(_ timer: Timer, at now: Nanoseconds) -> [Action] {
    switch timer {
    case .handshake:
      guard phase == .asked, let request else { return [] }
      self.request = nil
      return answer(request, at: now)
    case .results:
      wakeAt = nil
      return sendDue(at: now)
    case .silence: return silenceIsTooLong(at: now)
    case .response: return phase == .listening ? timeOut(.response, at: now) : []
    case .closing: return [.end(.accepted, .finished)]
    }
  }

  /// Everything that is due, in order; after the Close among it only the client's Close is waited for.
  private mutating func sendDue(at now: Nanoseconds) -> [Action] {
    guard phase == .listening || phase == .draining else { return [] }
    var actions: [Action] = []
    for message in listening?.queue.takeDue(at: now) ?? [] {
      actions.append(.send(.accepted, message))
      if case .close = message { actions += closeCame ? [.end(.accepted, .finished)] + giveUp() : waitForClose(at: now) }
    }
    return actions
  }

  mutating func waitForClose(at now: Nanoseconds) -> [Action] {
    phase = .closing
    listening?.queue.drop()
    return [.cancel(Timer.silence.name), .cancel(Timer.response.name), .wake(Timer.closing.name, at: now + settings.closeTimeout)]
  }

  /// The TCP connection is gone.
  private mutating func finished() -> [Action] {
    phase = .over
    listening = nil
    return [.finish]
  }

  /// Sets the timer to the next message that is due, if it is not set so already.
  private mutating func wakeForResults() -> [Action] {
    guard phase == .listening || phase == .draining, let due = listening?.queue.nextDue, due != wakeAt else { return [] }
    wakeAt = due
    return [.wake(Timer.results.name, at: due)]
  }
}
