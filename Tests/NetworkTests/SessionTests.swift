import Lab
import Machines
import NIOCore
import NIOPosix
import Network
import Testing
import Timeline
import Wire

@Suite("Sessions over real sockets", .timeLimit(.minutes(5)))
struct SessionTests {
  let bench = Bench()

  @Test("messages go both ways, of all sizes, recorded alike on both sides", arguments: ["127.0.0.1", "localhost"])
  func echoes(host: String) async throws {
    let server = try await bench.serve(host: host, .echo())
    let messages: [Message] = [
      .text("ä"), .binary([]), .ping([1]), .binary(Array(repeating: 3, count: 125)), .binary(Array(repeating: 4, count: 70_000)),
    ]
    let machine = ScriptedMachine.client { occurrence, _, count in
      switch occurrence {
      case .opened: return messages.map { .send(.dialled, $0) }
      case .received(_, let message):
        count += 1
        if case .close = message { return [] }
        return count == messages.count ? [.send(.dialled, .close(1000, "done"))] : []
      default: return []
      }
    }
    try await bench.play(machine, "ws://\(host):\(server.boundAddress.port)/x")
    let received = machine.log.occurrences.compactMap { if case .received(.dialled, let message) = $0 { message } else { nil } }
    #expect(received == messages + [.close(1000, "done")])
    await bench.sessionsEnded()
    await server.shutdown()
    let client = bench.clientSink, other = bench.serverSink
    #expect(client.frames.filter { $0.sender == .client }.map(\.frame) == other.frames.filter { $0.sender == .client }.map(\.frame))
    #expect(client.frames.filter { $0.sender == .relay }.map(\.frame) == other.frames.filter { $0.sender == .relay }.map(\.frame))
    #expect(client.requests == other.requests)
    #expect(client.responses == other.responses)
    #expect(client.ends.map(\.by) == [.relay])
    #expect(client.ends.map(\.manner) == [.finished])
    #expect(other.ends == [ConnectionEnd(.finished, by: .relay)])
    #expect(client.events.map(\.at) == client.events.map(\.at).sorted())
  }

  /// The same over every kind of agreement: what the two sides record is what was said, and the wire has less.
  /// On it too the client is a client: its frames are masked, and a server that insists on that hears them.
  @Test("results come over another connection of the client's")
  func listens() async throws {
    let server = try await bench.serve(.echo())
    let url = "ws://127.0.0.1:\(server.boundAddress.port)"
    let machine = ScriptedMachine.client { occurrence, _, _ in
      switch occurrence {
      case .opened: [.listen(ResultsSource(.webSocket, url: url))]
      case .listening: [.send(.results, .text("subscribe"))]
      case .received(.results, .text): [.send(.results, .close(1000))]
      case .ended(.results, _): [.send(.dialled, .close(1000))]
      default: []
      }
    }
    try await bench.play(machine, url)
    await bench.sessionsEnded(2)
    await server.shutdown()
    #expect(machine.log.occurrences.contains(.received(.results, .text("subscribe"))))
    let fromClient = bench.serverSink.frames.filter { $0.sender == .client }
    #expect(fromClient.count == 3 && fromClient.allSatisfy { $0.frame.maskKey != nil })
  }

  @Test(
    "compressed where both want it",
    arguments: [
      "", "; client_max_window_bits", "; server_no_context_takeover; client_no_context_takeover",
      "; server_max_window_bits=8; client_max_window_bits=9",
    ], [true, false])
  func compresses(parameters: String, isTaken: Bool) async throws {
    let offer = try #require(try DeflateParameters.parse(DeflateParameters.name + parameters))
    let observation = bench.serverObservation
    let server = try await bench.serve { [bench] _ in
      .session(ServedSession(machine: ScriptedMachine.echo(), observation: observation, compresses: isTaken) { _ in bench.sessionEnded() })
    }
    let messages: [Message] = [
      .text(String(repeating: "tell the master ", count: 40)), .binary([]), .binary((0..<70_000).map { UInt8($0 % 100) }), .ping([1]),
      .text(String(repeating: "tell the master ", count: 40)),
    ]
    let machine = ScriptedMachine.client { occurrence, _, count in
      switch occurrence {
      case .opened: return messages.map { .sendFragmented(.dialled, $0, frames: 3) }
      case .received(_, let message):
        count += 1
        if case .close = message { return [] }
        return count == messages.count ? [.send(.dialled, .close(1000, "done"))] : []
      default: return []
      }
    }
    try await bench.play(machine, "ws://127.0.0.1:\(server.boundAddress.port)/x", DialOptions(compression: offer))
    let received = machine.log.occurrences.compactMap { if case .received(.dialled, let message) = $0 { message } else { nil } }
    #expect(received == messages + [.close(1000, "done")])
    await bench.sessionsEnded()
    await server.shutdown()
    let client = bench.clientSink, other = bench.serverSink
    #expect(client.requests.first?.headers["Sec-WebSocket-Extensions"] == offer.text)
    #expect((client.responses.first?.headers["Sec-WebSocket-Extensions"] != nil) == isTaken)
    #expect(client.frames.filter { $0.sender == .relay }.map(\.frame) == other.frames.filter { $0.sender == .relay }.map(\.frame))
    let sent = client.frames.filter { $0.sender == .client }.map(\.frame)
    #expect(sent.reduce(0) { $0 + $1.length } > 70_000)
    #expect((sent.reduce(0) { $0 + $1.wireLength } < 60_000) == isTaken)
    #expect(!(client.events + other.events).contains { if case .violation = $0.kind { true } else { false } })
  }

  @Test("FIN and RST of the peer are told apart", arguments: [(RawServer.Step.finish, ConnectionEnd.Manner.finished), (.reset, .reset)])
  func tellsEnds(step: RawServer.Step, manner: ConnectionEnd.Manner) async throws {
    let server = try await RawServer.start { request in [.write(RawServer.switching(request)), step] }
    let machine = ScriptedMachine.client()
    try await bench.play(machine, "ws://127.0.0.1:\(server.port)")
    #expect(bench.clientSink.ends.map(\.manner) == [manner])
    #expect(bench.clientSink.ends.map(\.by) == [.relay])
    #expect(machine.log.occurrences.last == .ended(.dialled, bench.clientSink.ends[0]))
    await server.stop()
  }

  @Test("our own FIN and RST are seen as such by the peer", arguments: [ConnectionEnd.Manner.finished, .reset])
  func makesEnds(manner: ConnectionEnd.Manner) async throws {
    let server = try await bench.serve(.echo())
    let machine = ScriptedMachine.client { occurrence, _, _ in
      if case .opened = occurrence { return [.end(.dialled, manner)] }
      return []
    }
    try await bench.play(machine, "ws://127.0.0.1:\(server.boundAddress.port)")
    await bench.sessionsEnded()
    await server.shutdown()
    for end in bench.clientSink.ends + bench.serverSink.ends {
      #expect(end.manner == manner)
      #expect(end.by == .client)
    }
    #expect(bench.clientSink.ends.count == 1 && bench.serverSink.ends.count == 1)
  }

  @Test("a peer that leaves its side open after our end is told apart from one that ends it")
  func tellsWhoStays() async throws {
    let server = try await RawServer.start(staying: true) { request in [.write(RawServer.switching(request))] }
    let machine = ScriptedMachine.client { occurrence, _, _ in
      if case .opened = occurrence { return [.end(.dialled, .finished)] }
      return []
    }
    try await bench.play(machine, "ws://127.0.0.1:\(server.port)")
    #expect(bench.clientSink.ends == [ConnectionEnd(.finished, by: .client, text: "the peer kept its side open for 2 s")])
    await server.stop()
  }

  @Test("what was sent before an orderly end arrives, all of it")
  func flushesBeforeTheEnd() async throws {
    // It only listens: bytes of its own that nobody reads any more would turn our end into a reset.
    let listener = ScriptedMachine { occurrence, _, _ in
      switch occurrence {
      case .requested: [.accept(subprotocol: nil, headers: [])]
      case .ended, .stopRequested: [.finish]
      default: []
      }
    }
    let server = try await bench.serve(listener)
    let machine = ScriptedMachine.client { occurrence, _, _ in
      guard case .opened = occurrence else { return [] }
      return (0..<200).map { _ in .send(.dialled, .binary(Array(repeating: 1, count: 20_000))) } + [.end(.dialled, .finished)]
    }
    try await bench.play(machine, "ws://127.0.0.1:\(server.boundAddress.port)")
    await bench.sessionsEnded()
    await server.shutdown()
    #expect(bench.serverSink.frames.filter { $0.sender == .client }.count == 200)
  }

  @Test("a frame cut short by the end is recorded with what came of it")
  func recordsCutFrames() async throws {
    let server = try await RawServer.start { request in [.write(RawServer.switching(request, behind: [0x82, 10, 1, 2, 3])), .finish] }
    try await bench.play(.client(), "ws://127.0.0.1:\(server.port)")
    #expect(bench.clientSink.frames.map(\.frame.payload) == [[1, 2, 3]])
    #expect(bench.clientSink.events.contains { if case .violation = $0.kind { true } else { false } })
    await server.stop()
  }

  @Test("a peer that does not read stalls its machine, and drains when it reads again")
  func watchesWritability() async throws {
    let server = try await RawServer.start(reading: false) { request in [.write(RawServer.switching(request))] }
    let machine = ScriptedMachine.client { occurrence, _, count in
      switch occurrence {
      case .opened: return (0..<16).map { _ in .send(.dialled, .binary(Array(repeating: 0, count: 1 << 20))) }
      case .stalled:
        server.go([.startReading])
        return []
      case .drained: return [.end(.dialled, .finished)]
      default: return []
      }
    }
    try await bench.play(machine, "ws://127.0.0.1:\(server.port)")
    let order = machine.log.occurrences.filter { $0 == .stalled(.dialled) || $0 == .drained(.dialled) }
    #expect(order.first == .stalled(.dialled))
    #expect(order.last == .drained(.dialled))
    #expect(server.received.count > 16 << 20)
    await server.stop()
  }

  @Test("a paused leg takes nothing until it is resumed")
  func pausesReading() async throws {
    let machine = ScriptedMachine { occurrence, now, count in
      switch occurrence {
      case .requested:
        return [.pauseReading(.accepted), .accept(subprotocol: nil, headers: []), .wake("resume", at: now + .milliseconds(100))]
      case .fired: return [.resumeReading(.accepted)]
      case .received:
        count += 1
        return count == 50 ? [.end(.accepted, .finished)] : []
      case .ended: return [.finish]
      default: return []
      }
    }
    let server = try await bench.serve(machine)
    let client = ScriptedMachine.client { occurrence, _, _ in
      if case .opened = occurrence { return (0..<50).map { .send(.dialled, .text("\($0)")) } }
      return []
    }
    try await bench.play(client, "ws://127.0.0.1:\(server.boundAddress.port)")
    await bench.sessionsEnded()
    await server.shutdown()
    let kinds = machine.log.occurrences.dropFirst().map { if case .received = $0 { "r" } else if case .fired = $0 { "f" } else { "e" } }
    #expect(kinds.joined() == "f" + String(repeating: "r", count: 50) + "e")
  }

  @Test("a relay machine has both its legs on one loop")
  func relays() async throws {
    let service = try await bench.serve(.echo())
    let plan = DialPlan(endpoint: try Endpoint(parsing: "ws://127.0.0.1:\(service.boundAddress.port)"), observation: nil)
    let relay = ScriptedMachine { occurrence, _, _ in
      switch occurrence {
      case .requested(let head): return [.dial(target: head.target, headers: [], subprotocols: [])]
      case .opened: return [.accept(subprotocol: nil, headers: [])]
      case .received(let leg, let message): return [.send(leg == .accepted ? .dialled : .accepted, message)]
      case .ended(let leg, _): return [.end(leg == .accepted ? .dialled : .accepted, .finished), .finish]
      default: return []
      }
    }
    let front = try await bench.serve { _ in .session(ServedSession(machine: relay, observation: nil, dial: plan)) }
    let machine = ScriptedMachine.client(target: "/through") { occurrence, _, _ in
      switch occurrence {
      case .opened: [.send(.dialled, .text("hello"))]
      case .received: [.send(.dialled, .close(1000))]
      default: []
      }
    }
    try await bench.play(machine, "ws://127.0.0.1:\(front.boundAddress.port)")
    #expect(machine.log.occurrences.contains(.received(.dialled, .text("hello"))))
    #expect(bench.serverSink.requests.map(\.target) == ["/through"])
    await front.shutdown()
    await service.shutdown()
  }

  @Test("a cancelled task ends its session at once, and the recording says so")
  func honoursCancellation() async throws {
    let server = try await bench.serve(.echo())
    let port = server.boundAddress.port
    let (opened, continuation) = AsyncStream<Void>.makeStream()
    let machine = ScriptedMachine.client { occurrence, _, _ in
      if case .opened = occurrence { continuation.yield() }
      return []
    }
    let end = try await withThrowingTaskGroup(of: SessionEnd.self) { group in
      group.addTask { try await bench.play(machine, "ws://127.0.0.1:\(port)") }
      for await _ in opened { break }
      group.cancelAll()
      return try await group.next()
    }
    #expect(end?.wasInterrupted == true)
    #expect(bench.clientSink.ends == [ConnectionEnd(.finished, by: .client, text: "interrupted")])
    #expect(bench.clientSink.events.contains { if case .note(let note) = $0.kind { note.code == .interrupted } else { false } })
    await server.shutdown()
  }

  @Test("a task cancelled before it begins, or while it connects, ends too", arguments: [true, false])
  func honoursEarlyCancellation(before: Bool) async throws {
    let server = try await RawServer.start { _ in [] }
    let end = try await withThrowingTaskGroup(of: SessionEnd.self) { group in
      if before { group.cancelAll() }
      group.addTask { try await bench.play(.client(), "ws://127.0.0.1:\(server.port)") }
      if !before {
        for await _ in server.requests { break }
        group.cancelAll()
      }
      return try await group.next()
    }
    #expect(end?.wasInterrupted == true)
    await server.stop()
  }

  @Test("200 connections, half of them reset, leave nothing behind")
  func leavesNothing() async throws {
    let loop = bench.group.next()
    let server = try await bench.serve(.echo())
    let endpoint = try Endpoint(parsing: "ws://127.0.0.1:\(server.boundAddress.port)")
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<200 {
        group.addTask {
          let machine = ScriptedMachine.client { occurrence, now, _ in
            switch occurrence {
            case .opened: [.wake("never", at: now + .seconds(3600)), .send(.dialled, .text("hello"))]
            case .received: [.end(.dialled, number.isMultiple(of: 2) ? .reset : .finished)]
            default: []
            }
          }
          _ = await ClientDriver.play(machine, dialling: endpoint, observation: bench.clientObservation, clock: bench.clock, on: loop)
        }
      }
    }
    await bench.sessionsEnded(200)
    await server.shutdown()
    #expect(server.connectionCount == 0)
    for loop in bench.group.makeIterator() { #expect(await bench.clock.machineCount(on: loop) == 0) }
    #expect(bench.clientSink.ends.filter { $0.manner == .reset }.count == 100)
    #expect(bench.serverSink.ends.filter { $0.manner == .reset }.count == 100)
    #expect(bench.serverSink.ends.filter { $0.manner == .finished }.count == 100)
  }

  @Test("a machine that has nothing left to wait for is let go")
  func endsStrandedMachines() async throws {
    let machine = ScriptedMachine { occurrence, _, _ in occurrence == .started ? [.dial(target: "/", headers: [], subprotocols: [])] : [] }
    let end = try await bench.play(machine, "ws://127.0.0.1:1")
    #expect(!end.wasInterrupted)
    #expect(machine.log.occurrences.count == 2)
  }

  @Test("a machine's own lines concern the session, also where none of its legs is recorded")
  func recordsNotes() async throws {
    let note = Note(.fault, "early-break")
    let machine = ScriptedMachine { occurrence, _, _ in
      if case .requested = occurrence { return [.note(note), .accept(subprotocol: nil, headers: []), .finish] }
      return []
    }
    let notes = bench.serverObservation
    let server = try await bench.serve { _ in .session(ServedSession(machine: machine, observation: nil, notes: notes)) }
    try await bench.play(.client(), "ws://127.0.0.1:\(server.boundAddress.port)")
    await server.shutdown()
    let events = bench.serverSink.events
    #expect(events.map(\.kind) == [.note(note)])
    #expect(events.map(\.hop) == [nil])
    #expect(events.map(\.connection) == [0])
  }
}
