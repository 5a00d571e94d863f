internal import Lab
internal import Machines
package import NIOCore
package import Network
package import Scenarios
internal import Synchronization
package import Timeline

/// Tries a place over real sockets: its name, its addresses, then a live session, then a recording sent whole. Judges nothing.
package struct ProbeRun: Sendable {
  private let plan: ProbePlan
  private let run: RunInfo
  private let redactor: Redactor
  private let clock: RunClock
  private let group: any EventLoopGroup
  private let way: WayKept

  package init(_ plan: ProbePlan, run: RunInfo, redactor: Redactor, clock: RunClock, group: any EventLoopGroup) {
    self.plan = plan
    self.run = run
    self.redactor = redactor
    self.clock = clock
    self.group = group
    way = WayKept()
  }

  /// Goes as far as the place lets it. A cancelled task ends it at once; what was seen until then stays.
  /// - Parameter wantsOneShot: Asked once the live session is over: whether sending the clip whole has more to tell.
  package func play(
    wantsOneShot: (Recording) -> Bool
  ) async throws(ConfigurationError) -> (way: ProbedWay, recording: Recording) {
    let sessions = try plan.sessions()
    let memory = MemorySink()
    let sink = RedactingSink(redactor, to: memory)
    var played: [SessionInfo] = []
    func recording() -> Recording {
      var info = run
      info.finished = true
      info.interrupted = Task.isCancelled
      return Recording(run: redactor.run(info), sessions: played.map(redactor.session), events: memory.events)
    }
    let station = plan.options.firstStation(to: plan.endpoint)
    var tried = ProbedWay(proxy: plan.options.proxy == nil ? nil : station.authority)
    (tried.lookup, tried.calls) = await WayProbe.lookUp(station, within: plan.patience, clock: clock, on: group.next())
    way.value.withLock { $0 = tried }
    guard !Task.isCancelled, let answered = tried.calls.first(where: { $0.failure == nil }) else { return (tried, recording()) }
    var options = plan.options
    // By the address that has answered just now: the name is not looked up again.
    if options.proxy == nil { options.resolve = Self.hostPort(answered.address) }
    for session in sessions {
      guard !session.isOneShot || (plan.oneShot != nil && !Task.isCancelled && wantsOneShot(recording())) else { continue }
      var info = session.info
      info.startedAt = clock.now()
      if session.isOneShot {
        await plan.oneShot?.play(session, to: sink, clock: clock, on: group.next())
      } else {
        await playLive(session, options, sink)
      }
      info.endedAt = clock.now()
      info.outcome = Task.isCancelled ? .interrupted : .completed
      played.append(info)
    }
    return (way.value.withLock { $0 }, recording())
  }

  private func playLive(_ session: PlannedSession, _ options: DialOptions, _ sink: RedactingSink) async {
    let player = session.player(target: plan.endpoint.target)
    let client: any Machine =
      plan.profile.dialect.map {
        SpeakingClient(player, speaking: $0, bytesPerSecond: session.bytesPerSecond, session: session.info.number)
      } ?? player
    let observation = Observation(session: session.info.number, hop: .client, connection: 1, observer: .client, sink: sink)
    _ = await ClientDriver.play(
      client, dialling: plan.endpoint, options: options, observation: observation,
      onMilestone: { [way] milestone, at in way.value.withLock { $0.passed(milestone, at: at) } }, clock: clock, on: group.next())
  }

  /// Of `127.0.0.1:443` or `[::1]:443`.
  private static func hostPort(_ text: String) -> DialOptions.HostPort? {
    guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]) else { return nil }
    let host = text[..<colon].drop { $0 == "[" }
    return DialOptions.HostPort(host: String(host.last == "]" ? host.dropLast() : host), port: port)
  }
}

/// The way as far as it is known, told from the connection's loop.
private final class WayKept: Sendable {
  let value = Mutex(ProbedWay())
}

extension ProbedWay {
  /// The first connection counts.
  fileprivate mutating func passed(_ milestone: DialMilestone, at now: Nanoseconds) {
    switch milestone {
    case .connected: connected = connected ?? now
    case .tunnelled: tunnelled = tunnelled ?? now
    case .secured(let agreement):
      secured = secured ?? now
      self.agreement = self.agreement ?? agreement
    }
  }
}
