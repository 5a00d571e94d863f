internal import Machines
internal import NIOCore
internal import Timeline
internal import Wire

/// Runs one machine on one event loop: its legs on sockets, its timers on the loop's heap. Decides nothing.
///
/// Occurrences are handled one after the other: what happens while actions are carried out waits its turn. Kept alive by the heap until the
/// machine is done and its sockets are gone.
final class MachineHost: AlarmReceiver {
  let loop: any EventLoop
  private let clock: RunClock
  private let alarms: DeadlineHeap
  private var alarmOwner: DeadlineHeap.Owner = 0
  private(set) var machine: any Machine
  private var plan: DialPlan?
  private var accepted: Link?
  private var dialled: Link?
  private var dialler: Dialler?
  private var results: ResultsLine?
  private var waiting: CircularBuffer<Occurrence> = []
  private var isWorking = false
  private var isFinished = false
  private var hasDialled = false
  /// What the accepted leg's client offers is taken.
  private var compresses = false
  private(set) var wasInterrupted = false
  /// Whose session and sink take the machine's own lines.
  private let notes: Observation?
  private var onGone: ((MachineHost) -> Void)?

  /// - Parameter onGone: Called once, on the loop, when the machine is done and its sockets are gone.
  init(
    _ machine: any Machine, plan: DialPlan?, notes: Observation?, loop: any EventLoop, clock: RunClock,
    onGone: @escaping (MachineHost) -> Void
  ) {
    self.machine = machine
    self.plan = plan
    self.loop = loop
    self.clock = clock
    self.onGone = onGone
    self.notes = notes
    alarms = clock.heap(on: loop)
    alarmOwner = alarms.join(self)
  }

  /// Begins a machine that dials of its own accord.
  func start() { deliver(.started) }

  /// Begins a machine that somebody asks for a connection.
  func take(_ request: RequestHead, on socket: Socket, early: ByteBuffer, observation: Observation?, compresses: Bool = false) {
    self.compresses = compresses
    accepted = Link(
      leg: .accepted, phase: .requested(request), socket: socket, early: early, observation: observation, host: self, clock: clock)
    observation?.record(.request(request), at: clock.now())
    deliver(.requested(request))
  }

  func deliver(_ occurrence: Occurrence) {
    waiting.append(occurrence)
    guard !isWorking else { return }
    isWorking = true
    while let next = waiting.popFirst() {
      if isFinished { continue }
      for action in machine.handle(next, at: clock.now()) { carryOut(action) }
      accepted?.flush()
      dialled?.flush()
      results?.link?.flush()
    }
    isWorking = false
    settle()
  }

  func alarm(_ name: TimerName) { deliver(.fired(name)) }

  /// Ends the session at once.
  func interrupt() {
    guard !isFinished else { return cut() }
    wasInterrupted = true
    note(Note(.interrupted, "the session was ended from outside"))
    isFinished = true
    cut()
    if !isWorking { settle() }
  }

  private func cut() {
    dialler?.cancel()
    dialler = nil
    accepted?.interrupt()
    dialled?.interrupt()
    results?.interrupt()
  }

  func linkEnded(_ link: Link, _ end: ConnectionEnd) {
    switch link.leg {
    case .accepted: accepted = nil
    case .dialled: dialled = nil
    case .results:
      // Of a line that another has taken the place of, nobody is told.
      guard results?.link === link else { return }
      results = nil
    }
    deliver(.ended(link.leg, end))
  }

  private func link(_ leg: Leg) -> Link? {
    switch leg {
    case .accepted: accepted
    case .dialled: dialled
    case .results: results?.link
    }
  }

  private func listen(_ source: ResultsSource) {
    results?.end(.finished)
    let (source, options) = plan?.results(from: source) ?? (source, DialOptions())
    let line = ResultsLine(source, options: options, observation: plan?.another?(), host: self, clock: clock)
    results = line
    line.start()
  }

  func resultsFailed(_ line: ResultsLine, _ failure: ConnectionFailure) {
    guard results === line else { return }
    results = nil
    deliver(.unheard(failure))
  }

  func resultsEnded(_ line: ResultsLine, _ end: ConnectionEnd) {
    guard results === line else { return }
    results = nil
    deliver(.ended(.results, end))
  }

  private func carryOut(_ action: Action) {
    if isFinished { return }
    switch action {
    case .accept(let subprotocol, let headers): accept(subprotocol, headers)
    case .refuse(let response): accepted?.refuse(Answer.complete(response))
    case .dial(let target, let headers, let subprotocols): dial(target, headers, subprotocols)
    case .listen(let source): listen(source)
    case .send(let leg, let message, let scheduled): link(leg)?.send(message, scheduled: scheduled)
    case .sendFragmented(let leg, let message, let frames, let scheduled):
      link(leg)?.sendFragmented(message, frames: frames, scheduled: scheduled)
    case .sendRaw(let leg, let bytes): link(leg)?.sendRaw(bytes)
    case .end(let leg, let manner): end(leg, manner)
    case .pauseReading(let leg): link(leg)?.setReading(false)
    case .resumeReading(let leg): link(leg)?.setReading(true)
    case .wake(let name, let time): alarms.set(name, at: time, of: alarmOwner)
    case .cancel(let name): alarms.cancel(name, of: alarmOwner)
    case .note(let line): note(line)
    case .finish: isFinished = true
    }
  }

  private func accept(_ subprotocol: String?, _ headers: [HeaderField]) {
    guard let accepted, case .requested(let request) = accepted.phase else { return }
    if let fault = request.upgradeFault { return accepted.refuse(fault) }
    let compression = compresses ? DeflateParameters.answer(to: request.headers.listed(DeflateParameters.header)) : nil
    accepted.accept(
      Answer.switching(for: request, subprotocol: subprotocol, headers: headers, compression: compression),
      compression: compression.map(DeflateAgreement.init))
  }

  private func end(_ leg: Leg, _ manner: ConnectionEnd.Manner) {
    if leg == .results {
      results?.end(manner)
    } else if let link = link(leg) {
      link.end(manner)
    } else if leg == .dialled, dialler != nil {
      // An attempt that is given up fails: the machine hears of it as of any other.
      dialler?.cancel()
      dialler = nil
      let place = plan?.endpoint.authority ?? "?"
      failed(ConnectionFailure(stage: .connect, address: place, code: "CANCELLED", text: "the attempt was given up"))
    }
  }

  private func dial(_ target: String, _ headers: [HeaderField], _ subprotocols: [String]) {
    guard dialled == nil, dialler == nil else { return note(Note(.remark, "a second connection was asked for while one is open: ignored")) }
    if hasDialled, let another = plan?.another, let observation = another() { plan?.observation = observation }
    hasDialled = true
    guard let plan else {
      return failed(
        ConnectionFailure(stage: .resolve, address: target, code: "NO_ENDPOINT", text: "this session was given no place to connect to"))
    }
    switch OpeningRequest.make(
      to: plan.endpoint, target: target, headers: headers, subprotocols: subprotocols, compression: plan.options.compression)
    {
    case .failure(let fault):
      failed(ConnectionFailure(stage: .handshake, address: plan.endpoint.authority, code: "BAD_REQUEST", text: fault.text))
    case .success(let request):
      dialler = Dialler(plan: plan, request: request, loop: loop, clock: clock) { [self] in dialEnded($0) }
      dialler?.start()
    }
  }

  private func dialEnded(_ outcome: Dialler.Outcome) {
    dialler = nil
    switch outcome {
    case .opened(let socket, let head, let rest):
      // The answer was checked: see `HandshakeCheck`.
      let compression = try? DeflateParameters.agreement(in: head.headers.listed(DeflateParameters.header), to: [])
      let link = Link(
        leg: .dialled, phase: .open, socket: socket, early: rest, observation: plan?.observation, compression: compression, host: self,
        clock: clock)
      dialled = link
      deliver(.opened(head))
      link.takeEarly()
    case .refused(let head): deliver(.refused(head))
    case .failed(let failure): failed(failure)
    case .connected(let channel): channel.close(promise: nil)
    }
  }

  private func failed(_ failure: ConnectionFailure) {
    plan?.observation?.record(.failed(failure), at: clock.now())
    deliver(.failed(failure))
  }

  /// Lines of our own concern the session, not one of its connections.
  private func note(_ note: Note) {
    guard let notes else { return }
    notes.sink.record(Event(session: notes.session, hop: nil, connection: 0, at: clock.now(), .note(note)))
  }

  /// Lets go of everything once nothing more can happen.
  private func settle() {
    if !isFinished, accepted == nil, dialled == nil, dialler == nil, results == nil, !alarms.hasTimers(alarmOwner) {
      // Neither socket nor timer is left that could wake it.
      isFinished = true
    }
    guard isFinished else { return }
    dialler?.cancel()
    dialler = nil
    accepted?.end(.finished)
    dialled?.end(.finished)
    results?.end(.finished)
    guard accepted == nil, dialled == nil, results == nil, let onGone else { return }
    self.onGone = nil
    alarms.leave(alarmOwner)
    onGone(self)
  }
}
