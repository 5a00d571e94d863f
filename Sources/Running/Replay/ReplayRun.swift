package import Lab
internal import Machines
package import NIOCore
package import Network
package import Store
package import Timeline

/// Sends recorded clients again, against a relay, and records what comes of it.
package struct ReplayRun: Sendable {
  private let relay: Endpoint
  private let options: DialOptions
  private let headers: [HeaderField]
  private let pace: ReplayPace
  private let service: ServiceSide?
  private let writer: RecordingWriter
  private let sink: RedactingSink
  private let world: LabWorld
  private let clock: RunClock
  private let group: any EventLoopGroup
  private let numbers = ConnectionNumbers()
  private let dials = DialNumbers()
  private let active = ActiveSession()

  /// - Parameters:
  ///   - headers: Go with each handshake, in place of credentials that no recording keeps.
  ///   - service: Where the service is played behind the relay; nil: nowhere.
  package init(
    to relay: Endpoint, options: DialOptions = DialOptions(), headers: [HeaderField] = [], pace: ReplayPace = .recorded,
    service: ServiceSide? = nil, run: RunInfo, writer: RecordingWriter, redactor: Redactor, clock: RunClock, group: any EventLoopGroup
  ) {
    self.relay = relay
    self.options = options
    self.headers = headers
    self.pace = pace
    self.service = service
    self.writer = writer
    self.clock = clock
    self.group = group
    let sink = RedactingSink(redactor, to: writer)
    self.sink = sink
    var world = LabWorld(faults: FaultSet(), clips: [], startedAtUnixNanoseconds: run.startedAtUnixNanoseconds)
    if let service { world.handshakeDelay = service.handshakeDelay }
    world.misbehaving = MisbehavingParts { sink.learn([$0]) }
    self.world = world
  }

  /// One session after the other; those of one group together, as they were.
  /// - Returns: False where it was ended from outside.
  package func play(_ sessions: [ReplayedSession]) async throws(RunFailure) -> Bool {
    let server = try await listen()
    var rest = sessions[...]
    while let first = rest.first, !Task.isCancelled {
      let together = rest.prefix { $0.info.number == first.info.number || (first.info.group != nil && $0.info.group == first.info.group) }
      rest = rest.dropFirst(together.count)
      await withTaskGroup(of: Void.self) { tasks in for session in together { tasks.addTask { await play(session) } } }
    }
    await server?.shutdown(patience: .milliseconds(500))
    if let failure = writer.failure { throw .recording(failure) }
    return !Task.isCancelled
  }

  private func listen() async throws(RunFailure) -> LabServer? {
    guard let service else { return nil }
    do throws(BindFailure) {
      return try await LabServer.start(host: service.host, port: service.port, authority: service.authority, group: group, clock: clock) {
        head in
        let (connection, number) = (numbers.next(), active.current)
        let observation = Observation(session: number, hop: .service, connection: connection, observer: .service, sink: sink)
        guard head.asksForWebSocket else { return nil }
        // What the recorded service did wrong on purpose, as far as it did.
        let dial = dials.next(of: number)
        let met = active.misbehaviour?.met(dial: dial)
        return .session(
          active.open.served(ServedSession(machine: world.service(connection: connection, met), observation: observation)))
      }
    } catch { throw .listening(error) }
  }

  private func play(_ session: ReplayedSession) async {
    var info = session.info
    info.startedAt = clock.now()
    writer.begin(session: sink.current.session(info))
    active.set(info)
    let observation = Observation(session: info.number, hop: .client, connection: numbers.next(), observer: .client, sink: sink)
    let plain = session.client(to: relay.target, headers: headers, pace: pace)
    let client = info.misbehaviour == nil ? plain : world.misbehaving.client(plain)
    _ = await ClientDriver.play(
      client, dialling: relay, options: options, observation: observation, clock: clock, on: group.next())
    await active.quiet()
    info.endedAt = clock.now()
    info.outcome = Task.isCancelled ? .interrupted : .completed
    writer.end(session: sink.current.session(info))
  }
}
