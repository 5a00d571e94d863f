internal import Lab
internal import Machines
package import NIOCore
package import Network
internal import Scenarios
package import Store
internal import Synchronization
package import Timeline
internal import Wire

/// A run over real sockets, recorded as it happens.
package struct SocketRun: Sendable {
  let target: Target
  private(set) var dialOptions: DialOptions
  let limits: Limits
  let writer: RecordingWriter
  let observer: (any RunObserver)?
  private(set) var world: LabWorld
  let clock: RunClock
  let sink: RedactingSink
  let memory: Memory
  let run: RunInfo
  private(set) var oneShot: OneShotTarget?
  private(set) var investigation: Investigation?
  let starter: (any RelayStarter)?
  let entrance: Entrance?
  let say: @Sendable (String) -> Void
  let wallClock: (@Sendable () -> Int64)?
  let numbers = ConnectionNumbers()
  let dials = DialNumbers()
  let active = ActiveSession()
  let group: any EventLoopGroup

  /// - Parameters:
  ///   - isSealed: Digests go into the recording in place of the audio.
  ///   - oneShot: Where a recording is sent whole; nil: the profile names no such place.
  ///   - investigation: Goes on where the plan's sessions leave several causes; nil: they are all that is played.
  ///   - starter: Starts the relay under test, once what it calls is listening; nil: it runs already.
  ///   - entrance: What is done once the relay takes connections, before anything is played; nil: nothing.
  ///   - wallClock: Nanoseconds since 1970, to be compared with the run's own clock; nil: it is not.
  ///   - say: Gets what the run learns on its way: why sessions go one at a time from here.
  package init(
    plan: RunPlan, target: Target, dialOptions: DialOptions = DialOptions(), limits: Limits = Limits(), isSealed: Bool = false,
    oneShot: OneShotTarget? = nil,
    investigation: Investigation? = nil, starter: (any RelayStarter)? = nil, entrance: Entrance? = nil, run: RunInfo,
    writer: RecordingWriter, redactor: Redactor, clock: RunClock, group: any EventLoopGroup, observer: (any RunObserver)? = nil,
    wallClock: (@Sendable () -> Int64)? = nil, say: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    self.target = target
    self.dialOptions = dialOptions
    self.limits = limits
    self.writer = writer
    self.observer = observer
    self.clock = clock
    self.group = group
    self.run = run
    self.oneShot = oneShot
    self.investigation = investigation
    self.starter = starter
    self.entrance = entrance
    self.say = say
    self.wallClock = wallClock
    memory = Memory(before: isSealed ? SealingSink(plan.profile.audio, to: writer) : writer)
    let sink = RedactingSink(redactor, to: memory)
    self.sink = sink
    world = Self.world(plan, target, run, sink)
  }

  private static func world(_ plan: RunPlan, _ target: Target, _ run: RunInfo, _ sink: RedactingSink) -> LabWorld {
    var world = LabWorld(plan, startedAtUnixNanoseconds: run.startedAtUnixNanoseconds)
    if case .relay(_, let side?) = target {
      world.handshakeDelay = side.handshakeDelay
      // The built-in relay's key is none; another's may come back in what it tells its client.
      world.misbehaving = MisbehavingParts { sink.learn([$0]) }
    }
    return world
  }

  /// Plays the sessions of its plan. A cancelled task ends them at once; what was recorded stays.
  /// - Returns: True where every session was played to its end.
  package func play(_ sessions: [PlannedSession], jobs: Jobs) async throws(RunFailure) -> Bool {
    let places = try await listen()
    do throws(RunFailure) { try await starter?.start(places, self) } catch {
      await places.shutdown()
      throw error
    }
    let watch = ClockWatch.start(on: group, clock: clock, wall: wallClock) { note($0.code, $0.text, session: 0) }
    let complete: Bool
    do throws(RunFailure) { complete = try await enterAndPlay(sessions, RunCourse(jobs)) } catch {
      await end(watch, places)
      throw error
    }
    await end(watch, places)
    if let failure = writer.failure { throw .recording(failure) }
    return complete
  }

  private func enterAndPlay(_ sessions: [PlannedSession], _ course: RunCourse) async throws(RunFailure) -> Bool {
    guard let entrance else { return await playAll(sessions, course) }
    let entry = try await entrance()
    sink.learn(entry.plan.profile.secrets)
    var run = self
    run.world = Self.world(entry.plan, target, self.run, sink)
    run.dialOptions = entry.dialOptions
    run.oneShot = entry.oneShot
    run.investigation = investigation.map { _ in Investigation(entry.plan) }
    return await run.playAll(entry.sessions, course)
  }

  private func end(_ watch: RepeatedTask, _ places: ServicePlaces) async {
    let unwatched = group.next().makePromise(of: Void.self)
    watch.cancel(promise: unwatched)
    try? await unwatched.futureResult.get()
    await starter?.stop()
    await places.shutdown()
  }

  func play(_ session: PlannedSession) async -> SessionInfo {
    var info = session.info
    info.startedAt = clock.now()
    writer.begin(session: sink.current.session(info))
    for note in world.notes(session: info.number, at: info.startedAt) { sink.record(note) }
    observer?.began(info)
    active.set(info)
    switch target {
    case _ where session.isOneShot: await playOneShot(session)
    case .builtIn: await playBuiltIn(session)
    case .relay(let endpoint, _):
      await playClient(session, to: endpoint, target: endpoint.target, options: dialOptions)
      await active.quiet()
    }
    info.endedAt = clock.now()
    info.outcome = Task.isCancelled ? .interrupted : .completed
    if Task.isCancelled { note(.interrupted, "the run was interrupted", session: info.number) }
    writer.end(session: sink.current.session(info))
    observer?.ended(info)
    return info
  }

  func note(_ code: Note.Code, _ text: String, topic: Note.Topic? = nil, session: Int) {
    sink.record(Event(session: session, hop: nil, connection: 0, at: clock.now(), .note(Note(code, text, topic: topic))))
  }

  private func playClient(
    _ session: PlannedSession, to endpoint: Endpoint, target: String, options: DialOptions = DialOptions()
  ) async {
    let number = session.info.number
    let observation = Observation(session: number, hop: .client, connection: numbers.next(), observer: .client, sink: sink, limits: limits)
    let client = world.client(session, target: target) { [observer] in observer?.progressed(number, $0) }
    let another: @Sendable () -> Observation? = { [numbers] in
      var next = observation
      next.connection = numbers.next()
      return next
    }
    _ = await ClientDriver.play(
      client, dialling: endpoint, options: options, observation: observation, another: another, clock: clock, on: group.next())
  }

  /// A relay and a service for this session alone: what happens on their ports belongs to it, whatever else is going on.
  private func playBuiltIn(_ session: PlannedSession) async {
    let number = session.info.number
    let open = OpenSessions()
    do throws(BindFailure) {
      let service = try await LabServer.start(host: "127.0.0.1", port: 0, group: group, clock: clock) { head in
        head.isOneShot
          ? .exchange(oneShot(head, session: number))
          : .session(
            open.served(serviceSession(session: number, session.info.misbehaviour)))
      }
      let dial = DialPlan(
        endpoint: Endpoint(scheme: .ws, host: "127.0.0.1", port: service.boundAddress.port),
        options: DialOptions(compression: compresses ? .usual : nil), observation: nil)
      let door = RelayDoor(world.faults.reach)
      let relay = try await LabServer.start(host: "127.0.0.1", port: 0, tls: door.tls, group: group, clock: clock) { _ in
        .session(open.served(ServedSession(machine: world.relay(), observation: nil, compresses: compresses, dial: dial)))
      }
      if door.isShut { await relay.shutdown(patience: 0) }
      let wall = door.isUnanswered ? try await FullPort.open(host: "127.0.0.1", group: group) : nil
      let port = wall?.port ?? relay.boundAddress.port
      let endpoint = Endpoint(scheme: door.scheme, host: "127.0.0.1", port: port, target: world.target)
      var options = door.options
      options.compression = dialOptions.compression
      await playClient(session, to: endpoint, target: endpoint.target, options: options)
      await wall?.close()
      await open.quiet(within: .seconds(3))
      await relay.shutdown(patience: .milliseconds(500))
      await service.shutdown(patience: .milliseconds(500))
    } catch {
      note(.remark, error.text, session: number)
    }
  }

  /// Whether the lab takes the compression that it is offered.
  private var compresses: Bool { dialOptions.compression != nil }

  /// - Parameter misbehaviour: The session's; how many of its connections meet it, it says itself.
  func serviceSession(session: Int, _ misbehaviour: Misbehaviour?) -> ServedSession {
    let connection = numbers.next()
    let observation = Observation(
      session: session, hop: .service, connection: connection, observer: .service, sink: sink, limits: limits)
    let dial = dials.next(of: session)
    let met = misbehaviour?.met(dial: dial)
    return ServedSession(machine: world.service(connection: connection, met), observation: observation, compresses: compresses)
  }

  /// A recording sent whole: answered, and told in a line of the recording.
  func oneShot(_ head: RequestHead, session: Int) -> HTTPExchange {
    world.exchange(
      head, connection: numbers.next(), clock: clock,
      told: { response, bytes in
        let text = "the service answered \(head.method) \(head.target) (\(bytes) bytes) with \(response.status) \(response.reason)"
        note(.remark, text, topic: .sentWhole, session: session)
      })
  }
}
