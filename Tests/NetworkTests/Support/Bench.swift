import Lab
import Machines
import NIOCore
import NIOPosix
import Network
import Testing
import Timeline

/// One clock, loops and a sink: what each test needs to play a session.
struct Bench: Sendable {
  let clock = RunClock()
  let group = MultiThreadedEventLoopGroup.singleton
  let clientSink = MemorySink()
  let serverSink = MemorySink()
  private let served = AsyncStream<Void>.makeStream()

  var clientObservation: Observation { Observation(session: 1, hop: .client, connection: 1, observer: .client, sink: clientSink) }
  var serverObservation: Observation { Observation(session: 1, hop: .client, connection: 1, observer: .relay, sink: serverSink) }

  @discardableResult
  func play(_ machine: ScriptedMachine, _ url: String, _ options: DialOptions = DialOptions(), recorded: Bool = true) async throws
    -> SessionEnd
  {
    await ClientDriver.play(
      machine, dialling: try Endpoint(parsing: url), options: options, observation: recorded ? clientObservation : nil, clock: clock,
      on: group.next())
  }

  func serve(
    host: String = "127.0.0.1", tls: ServerTLS? = nil, _ make: @escaping @Sendable (RequestHead) -> Reception?
  ) async throws -> LabServer {
    try await LabServer.start(host: host, port: 0, tls: tls, group: group, clock: clock, make: make)
  }

  /// A server whose every request is taken by such a machine, recorded.
  func serve(host: String = "127.0.0.1", tls: ServerTLS? = nil, _ machine: ScriptedMachine) async throws -> LabServer {
    let observation = serverObservation
    return try await serve(host: host, tls: tls) { [served] _ in
      .session(ServedSession(machine: machine, observation: observation) { _ in served.continuation.yield() })
    }
  }

  /// A served session is over: for servers that are not made by `serve`.
  func sessionEnded() { served.continuation.yield() }

  /// Waits until so many served sessions are over: a server shut down before has not seen all that its clients did.
  func sessionsEnded(_ count: Int = 1) async {
    var left = count
    for await _ in served.stream {
      left -= 1
      if left == 0 { return }
    }
  }

  /// The failure that a client's attempt ended with.
  func failure(_ url: String, _ options: DialOptions = DialOptions()) async throws -> ConnectionFailure {
    let machine = ScriptedMachine.client { occurrence, _, _ in
      if case .opened = occurrence { return [.end(.dialled, .finished)] }
      return []
    }
    try await play(machine, url, options)
    let told = machine.log.occurrences.compactMap { if case .failed(let failure) = $0 { failure } else { nil } }
    let recorded = clientSink.events.compactMap { if case .failed(let failure) = $0.kind { failure } else { nil } }
    #expect(told == recorded, "every failed attempt is recorded, and no other")
    return try #require(told.first, "the attempt did not fail: \(machine.log.occurrences)")
  }
}

extension MemorySink {
  var responses: [ResponseHead] { events.compactMap { if case .response(let head) = $0.kind { head } else { nil } } }
  var requests: [RequestHead] { events.compactMap { if case .request(let head) = $0.kind { head } else { nil } } }
  var ends: [ConnectionEnd] { events.compactMap { if case .ended(let end) = $0.kind { end } else { nil } } }
  var frames: [FrameEvent] { events.compactMap { if case .frame(let frame) = $0.kind { frame } else { nil } } }
}
