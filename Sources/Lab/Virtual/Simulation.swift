internal import Machines
internal import Timeline

/// One run of the simulated network: who there is, what is under way, what comes next.
struct Simulation {
  typealias Side = SimulatedConnection.Side

  /// One party of one session.
  struct Node {
    let session: Int
    let party: Party
    var machine: (any Machine)?
    var began = false
    var finished = false
    var timers: [TimerName: UInt64] = [:]
    /// Index of the connection on each leg.
    var dialled: Int?
    var accepted: Int?
    /// Of a client: how far it comes.
    var reach = Reach.open
    var dials = 0
    /// Of a relay that dials again: its next service.
    var anotherService: SimulatedSession.AnotherService?
    /// Of a client that dials again: the relay and the service for its next connection.
    var another: SimulatedSession.Another?

    var isUnfinished: Bool { began && !finished }
    var name: String { "session \(session) \(party.rawValue)" }
  }

  enum Due {
    case timer(node: Int, TimerName, generation: UInt64)
    case deliver(node: Int, Occurrence)
    case synAnswered(connection: Int)
    case dialTimeout(connection: Int)
    case pump(connection: Int, Side)
    case arrival(connection: Int, at: Side, SimulatedPipe.Packet)
    case reset(connection: Int, at: Side)
    case resume(connection: Int, at: Side)
    case cut(connection: Int)
    case unacknowledged(connection: Int, at: Side)
  }

  let network: SimulatedNetwork
  let sink: any EventSink
  var nodes: [Node] = []
  var connections: [SimulatedConnection] = []
  var queue = EventQueue<Due>()
  var now: Nanoseconds = 0
  var outcome = SimulationOutcome()
  private var nextGeneration: UInt64 = 0
  private let timeLimit: Nanoseconds

  init(_ network: SimulatedNetwork, sessions: [SimulatedSession], sink: any EventSink) {
    self.network = network
    self.sink = sink
    timeLimit = network.timeLimit + (sessions.map(\.startsAt).max() ?? 0)
    for session in sessions {
      queue.push(.deliver(node: nodes.count, .started), at: session.startsAt)
      let parties: [(Party, (any Machine)?)] = [(.client, session.client), (.relay, session.relay), (.service, session.service)]
      let client = nodes.count
      nodes += parties.map { Node(session: session.number, party: $0.0, machine: $0.1) }
      nodes[client].reach = session.reach
      nodes[client].another = session.another
      for node in [client, client + 1] { nodes[node].anotherService = session.anotherService }
    }
  }

  mutating func run() -> SimulationOutcome {
    while let (time, due) = queue.pop() {
      guard isLive(due) else { continue }
      guard time <= timeLimit else { return end(.timeLimit(network.timeLimit, unfinished: unfinished)) }
      guard outcome.steps < network.stepLimit else { return end(.stepLimit(network.stepLimit, unfinished: unfinished)) }
      now = time
      happen(due)
    }
    return end(unfinished.isEmpty ? nil : .stuck(unfinished: unfinished))
  }

  private var unfinished: [String] { nodes.filter(\.isUnfinished).map(\.name) }

  private mutating func end(_ error: SimulationError?) -> SimulationOutcome {
    outcome.endedAt = now
    outcome.error = error
    return outcome
  }

  /// False for what was overtaken: a timer cancelled or set anew, the time limit of a handshake that was answered.
  private func isLive(_ due: Due) -> Bool {
    switch due {
    case .timer(let node, let name, let generation): nodes[node].timers[name] == generation && !nodes[node].finished
    case .deliver(let node, _): !nodes[node].finished
    case .dialTimeout(let connection): connections[connection][.dialler].state == .handshaking
    case .cut(let connection): Side.allCases.contains { connections[connection][$0].state != .over }
    case .unacknowledged(let connection, let side): connections[connection][side].state != .over
    case .synAnswered, .pump, .arrival, .reset, .resume: true
    }
  }

  private mutating func happen(_ due: Due) {
    switch due {
    case .timer(let node, let name, _):
      nodes[node].timers[name] = nil
      deliver(.fired(name), to: node)
    case .deliver(let node, let occurrence): deliver(occurrence, to: node)
    case .synAnswered(let connection): synAnswered(connection)
    case .dialTimeout(let connection): dialTimedOut(connection)
    case .pump(let connection, let side):
      connections[connection][side].pumpDue = nil
      pump(connection, side)
    case .arrival(let connection, let side, let packet): arrived(packet, connection, at: side)
    case .reset(let connection, let side): resetArrived(connection, at: side)
    case .resume(let connection, let side): resumed(connection, at: side)
    case .cut(let connection): cut(connection)
    case .unacknowledged(let connection, let side): gaveUp(connection, at: side)
    }
  }

  /// Hands an occurrence to a machine and does what it asks for. Nothing done here comes back to a machine at once: it
  /// goes through the queue.
  mutating func deliver(_ occurrence: Occurrence, to node: Int) {
    guard !nodes[node].finished else { return }
    nodes[node].began = true
    outcome.steps += 1
    let actions = nodes[node].machine?.handle(occurrence, at: now) ?? []
    for action in actions where !nodes[node].finished { perform(action, of: node) }
  }

  private mutating func perform(_ action: Action, of node: Int) {
    switch action {
    case .accept(let subprotocol, let headers): accept(node, subprotocol: subprotocol, headers: headers)
    case .refuse(let head): refuse(node, head)
    case .dial(let target, let headers, let subprotocols): dial(node, target: target, headers: headers, subprotocols: subprotocols)
    case .listen(let source):
      // No relay of the lab brings results elsewhere.
      let text = "there is nothing at \(source.url) in virtual time"
      let failure = ConnectionFailure(stage: .connect, address: source.url, code: "NO_ENDPOINT", text: text)
      queue.push(.deliver(node: node, .unheard(failure)), at: now)
    case .send(let leg, let message, let scheduled): send(node, leg, message, scheduled: scheduled)
    case .sendFragmented(let leg, let message, let frames, let scheduled):
      sendFragmented(node, leg, message, frames: frames, scheduled: scheduled)
    case .sendRaw(let leg, let bytes): sendRaw(node, leg, bytes)
    case .end(let leg, let manner): end(node, leg, manner)
    case .pauseReading(let leg): setPaused(true, node, leg)
    case .resumeReading(let leg): setPaused(false, node, leg)
    case .wake(let name, let time):
      nextGeneration += 1
      nodes[node].timers[name] = nextGeneration
      queue.push(.timer(node: node, name, generation: nextGeneration), at: max(now, time))
    case .cancel(let name): nodes[node].timers[name] = nil
    case .note(let note): record(note, of: node)
    case .finish: finish(node)
    }
  }

  private func record(_ note: Note, of node: Int) {
    sink.record(Event(session: nodes[node].session, hop: nil, connection: 0, at: now, .note(note)))
  }

  /// What a machine leaves open when it has finished is closed for it.
  private mutating func finish(_ node: Int) {
    end(node, .accepted, .finished)
    end(node, .dialled, .finished)
    nodes[node].finished = true
    if nodes[node].party == .client { outcome.clientFinished[nodes[node].session] = now }
  }
}
