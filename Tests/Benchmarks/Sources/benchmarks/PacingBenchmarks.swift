internal import Lab
internal import Machines
internal import NIOCore
internal import NIOPosix
internal import Network
internal import Scenarios
internal import Synchronization
internal import Timeline

/// The scripted client's schedule of absolute deadlines against a client that sleeps for a chunk's length after each: 1,024 samples at
/// 44.1 kHz over loopback, sessions on one event loop, the server on another.
enum PacingBenchmarks {
  private static let chunks = 130
  private static let rounds = 3

  static func run() async throws {
    let clients = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let servers = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    for sessions in [1, 100] { try await compare(sessions, clients, servers) }
    try await clients.shutdownGracefully()
    try await servers.shutdownGracefully()
  }

  /// Three seconds a way and round, in turns.
  private static func compare(_ sessions: Int, _ clients: MultiThreadedEventLoopGroup, _ servers: MultiThreadedEventLoopGroup) async throws
  {
    var sent: [Spread] = []
    var drifts: (ours: [Double], theirs: [Double]) = ([], [])
    for _ in 0..<rounds {
      let ours = try await play(sessions, servers) { number, port, clock, times in
        await stream(number, to: port, on: clients.next(), clock, times)
      }
      sent.append(Spread(ours.lateSent))
      drifts.ours.append(Spread(ours.drifts).median)
      let theirs = try await play(sessions, servers) { number, port, _, _ in
        try await SleepingClient.stream(chunks, every: .nanoseconds(period), after: pause(number), to: port, clients)
      }
      drifts.theirs.append(Spread(theirs.drifts).median)
    }
    func late(_ part: Double) -> String { Line.time(Spread(sent.map { $0.at(part) }).median) }
    let name = "pacing: \(sessions) session\(sessions == 1 ? "" : "s")"
    Line.print("\(name), sent late", "p50 \(late(0.5)), p99 \(late(0.99)), max \(late(1))", "medians of \(rounds) rounds of 3 s")
    // Less than a millisecond, early or late, is jitter and no drift: no ratio is made of it.
    let ratio = Spread(zip(drifts.ours, drifts.theirs).map { $1 / max(abs($0), 1e-3) })
    let figures =
      "ours \(Line.time(Spread(drifts.ours).median)), theirs \(Line.time(Spread(drifts.theirs).median)) late at the server after 3 s"
    Line.print("\(name), drift", "\(ratio)× less than with fixed sleep, or more", figures)
  }

  /// Plays so many sessions of one kind side by side against a server of their own.
  private static func play(
    _ sessions: Int, _ servers: MultiThreadedEventLoopGroup,
    _ client: @escaping @Sendable (_ number: Int, _ port: Int, RunClock, ChunkTimes) async throws -> Void
  ) async throws -> ChunkTimes {
    let clock = RunClock()
    let times = ChunkTimes(period: period)
    let connections = Atomic(0)
    let server = try await LabServer.start(host: "127.0.0.1", port: 0, group: servers, clock: clock) { [times] _ in
      let number = connections.add(1, ordering: .relaxed).newValue
      let observation = Observation(session: number, hop: .client, connection: number, observer: .relay, sink: times)
      return .session(ServedSession(machine: Swallower(), observation: observation))
    }
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      for number in 0..<sessions { tasks.addTask { try await client(number, server.boundAddress.port, clock, times) } }
      try await tasks.waitForAll()
    }
    await server.shutdown(patience: .seconds(3))
    guard times.arrived == sessions * chunks else { throw BenchmarkError("\(times.arrived) of \(sessions * chunks) chunks arrived") }
    return times
  }

  private static func stream(_ number: Int, to port: Int, on loop: any EventLoop, _ clock: RunClock, _ times: ChunkTimes) async {
    let audio = StreamedAudio(bytes: [UInt8](repeating: 0, count: chunks * 2048), format: Profile().audio)
    let scenario = Scenario(name: "pacing", steps: [.connect, .pause(pause(number)), .stream(Streaming()), .close(code: 1000, reason: "")])
    let player = Player(scenario: scenario, profile: Profile(), target: "/", audio: audio)
    let observation = Observation(session: number, hop: .client, connection: number, observer: .client, sink: times)
    _ = await ClientDriver.play(
      player, dialling: Endpoint(scheme: .ws, host: "127.0.0.1", port: port), observation: observation, clock: clock, on: loop)
  }

  private static let period = Nanoseconds.seconds(1024 / 44_100)

  /// After all have connected, spread over one chunk's length.
  private static func pause(_ number: Int) -> Nanoseconds { .milliseconds(300) + period * Int64(number) / 100 }
}
