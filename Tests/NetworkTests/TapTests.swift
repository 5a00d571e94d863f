import Lab
import Machines
import NIOCore
import Network
import Synchronization
import Testing
import Timeline
import Wire

/// A tap changes nothing but a request's target and its Host, and records what passes.
@Suite(.timeLimit(.minutes(5)))
struct TapTests {
  private let bench = Bench()
  private let tapSink = MemorySink()

  /// - Parameter upstream: Where it leads; its target takes the place of the caller's where it has one.
  private func tap(to upstream: Endpoint, options: DialOptions = DialOptions(), authority: CertificateAuthority? = nil) async throws
    -> LabServer
  {
    let observation = Observation(session: 1, hop: .client, connection: 1, observer: .relay, sink: tapSink)
    @Sendable func plan(_ head: RequestHead) -> TapPlan {
      var endpoint = upstream
      if upstream.target == "/" { endpoint.target = head.target }
      return TapPlan(endpoint: endpoint, options: options, observation: observation, next: plan)
    }
    return try await LabServer.start(host: "127.0.0.1", port: 0, authority: authority, group: bench.group, clock: bench.clock) {
      .tap(plan($0))
    }
  }

  private func endpoint(_ port: Int, target: String = "/") -> Endpoint {
    Endpoint(scheme: .ws, host: "127.0.0.1", port: port, target: target)
  }

  /// Legal and illegal frames, fragments and a Close with a code of its own, cut at each byte.
  private static let said: [UInt8] =
    [
      Frame(sending: .binary, payload: Array(0...200), maskKey: 0x1122_3344),
      Frame(sending: .text, payload: [0x68], fin: false, maskKey: 7),
      Frame(sending: .ping, payload: [1], maskKey: 8), Frame(sending: .continuation, payload: [0x69], maskKey: 9),
      Frame(sending: Opcode(rawValue: 3), payload: [5], rsv: 6, maskKey: 1),
      Frame(sending: .close, payload: [0x0F, 0xA1, 0x61], maskKey: 2),
    ].flatMap(\.wireBytes)
  private static let answered: [UInt8] =
    [
      Frame(sending: .text, payload: Array("{}".utf8), maskKey: nil), Frame(sending: .text, payload: [0xFF], maskKey: 4),
      Frame(sending: .close, payload: [0x0F, 0xA1], maskKey: nil),
    ].flatMap(\.wireBytes)

  @Test func everyByteOfBothSidesPasses() async throws {
    let server = try await RawServer.start { request in
      [.write(RawServer.switching(request, headers: ["X-Own: 1", "Sec-WebSocket-Protocol: b"])), .trickle(Self.answered)]
    }
    let tap = try await tap(to: endpoint(server.port, target: "/other?x=y"))
    let machine = ScriptedMachine.client(target: "/mine", headers: [HeaderField("X-Kept", "Yes")], subprotocols: ["a", "b"]) {
      occurrence, _, _ in
      switch occurrence {
      case .opened(let head):
        #expect(head.headers["X-Own"] == "1" && head.headers["Sec-WebSocket-Protocol"] == "b")
        return [.sendRaw(.dialled, Self.said)]
      case .received(_, .close): return [.end(.dialled, .finished)]
      default: return []
      }
    }
    try await bench.play(machine, "ws://127.0.0.1:\(tap.boundAddress.port)/mine")
    await server.stop()
    await tap.shutdown()
    let came = server.received
    let head = String(decoding: came.dropLast(Self.said.count), as: UTF8.self)
    #expect(came.suffix(Self.said.count).elementsEqual(Self.said))
    #expect(
      head.hasPrefix("GET /other?x=y HTTP/1.1\r\nHost: 127.0.0.1:\(server.port)\r\n") && head.contains("\r\nX-Kept: Yes\r\n"), "\(head)")
    #expect(head.contains("Sec-WebSocket-Protocol: a, b"))
    let sides = Dictionary(grouping: tapSink.frames) { $0.sender }.mapValues { $0.flatMap(\.frame.wireBytes) }
    #expect(sides == [.client: Self.said, .relay: Self.answered])
    #expect(tapSink.requests.first?.target == "/mine" && tapSink.responses.first?.status == 101 && tapSink.ends.count == 1)
  }

  @Test func aRefusalComesBackWithItsBody() async throws {
    let body = #"{"err_code":"INVALID_AUTH"}"#
    let refusal =
      "HTTP/1.1 401 Unauthorized\r\ndg-error: no\r\nTransfer-Encoding: chunked\r\n\r\n\(String(body.utf8.count, radix: 16))\r\n\(body)\r\n0\r\n\r\n"
    let server = try await RawServer.start { _ in [.write(Array(refusal.utf8)), .finish] }
    let tap = try await tap(to: endpoint(server.port))
    let machine = ScriptedMachine.client()
    try await bench.play(machine, "ws://127.0.0.1:\(tap.boundAddress.port)/")
    await server.stop()
    await tap.shutdown()
    let told = machine.log.occurrences.compactMap { if case .refused(let head) = $0 { head } else { nil } }
    for response in [told.first, tapSink.responses.first] {
      #expect(response?.status == 401 && response?.headers["dg-error"] == "no" && response?.body == Array(body.utf8))
    }
  }

  /// Several requests on one connection, bodies told in two ways, each recorded.
  @Test func plainHTTPPassesRequestByRequest() async throws {
    let answers = ["HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "HTTP/1.1 204 No Content\r\n\r\n"]
    let server = try await RawServer.start { _ in [.write(Array((answers[0] + answers[1]).utf8)), .finish] }
    let tap = try await tap(to: endpoint(server.port))
    let posted = "POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\na=b"
    let got = try await RawClient.exchange(tap.boundAddress.port, posted + "DELETE /login HTTP/1.1\r\nHost: x\r\n\r\n")
    await server.stop()
    await tap.shutdown()
    #expect(got == answers.joined())
    #expect(
      String(decoding: server.received, as: UTF8.self) == posted.replacing("Host: x", with: "Host: 127.0.0.1:\(server.port)")
        + "DELETE /login HTTP/1.1\r\nHost: 127.0.0.1:\(server.port)\r\n\r\n")
    #expect(tapSink.requests.map(\.method) == ["POST", "DELETE"] && tapSink.responses.map(\.status) == [200, 204])
    #expect(tapSink.events.allSatisfy { $0.hop == nil } && tapSink.responses.first?.body == Array("hello".utf8))
  }

  @Test(arguments: [ConnectionEnd.Manner.reset, .finished]) func theServersEndIsTheClients(_ manner: ConnectionEnd.Manner) async throws {
    let server = try await RawServer.start { request in [.write(RawServer.switching(request)), manner == .reset ? .reset : .finish] }
    let tap = try await tap(to: endpoint(server.port))
    try await bench.play(ScriptedMachine.client(), "ws://127.0.0.1:\(tap.boundAddress.port)/")
    await server.stop()
    await tap.shutdown()
    #expect(bench.clientSink.ends.map(\.manner) == [manner] && bench.clientSink.ends.first?.by == .relay)
    #expect(tapSink.ends.map(\.manner) == [manner] && tapSink.ends.first?.by == .relay)
  }

  @Test func whoCantBeReachedIsNamed() async throws {
    let server = try await RawServer.start { _ in [] }
    await server.stop()
    let tap = try await tap(to: endpoint(server.port))
    let machine = ScriptedMachine.client()
    try await bench.play(machine, "ws://127.0.0.1:\(tap.boundAddress.port)/")
    await tap.shutdown()
    let told = machine.log.occurrences.compactMap { if case .refused(let head) = $0 { head } else { nil } }
    #expect(
      told.first?.status == 502
        && String(decoding: told.first?.body ?? [], as: UTF8.self).hasPrefix("sttcheck tap: 127.0.0.1:\(server.port)"))
    let failures = tapSink.events.compactMap { if case .failed(let failure) = $0.kind { failure } else { nil } }
    #expect(failures.map(\.code) == ["ECONNREFUSED"])
  }

  /// TLS on the caller's side, on the other, on both.
  @Test(arguments: [(true, false), (false, true), (true, true)]) func tlsOnEitherSide(_ near: Bool, _ far: Bool) async throws {
    let authority = try #require(CertificateAuthority.make())
    let trust = DialOptions(tls: TLSOptions(extraCertificateAuthorities: authority.certificate))
    let server = try await LabServer.start(
      host: "127.0.0.1", port: 0, authority: far ? authority : nil, group: bench.group, clock: bench.clock
    ) { _ in
      .session(ServedSession(machine: ScriptedMachine.echo(), observation: nil))
    }
    let upstream = Endpoint(scheme: far ? .wss : .ws, host: "127.0.0.1", port: server.boundAddress.port)
    let tap = try await tap(to: upstream, options: trust, authority: near ? authority : nil)
    let machine = ScriptedMachine.client { occurrence, _, _ in
      switch occurrence {
      case .opened: [.send(.dialled, .binary(Array(repeating: 7, count: 300_000)))]
      case .received(_, .binary): [.send(.dialled, .close(4001, "so"))]
      case .received(_, .close): [.end(.dialled, .finished)]
      default: []
      }
    }
    try await bench.play(machine, "\(near ? "wss" : "ws")://127.0.0.1:\(tap.boundAddress.port)/", trust)
    await tap.shutdown()
    await server.shutdown()
    #expect(bench.clientSink.frames.map(\.frame.payload.count) == [300_000, 300_000, 4, 4])
    #expect(tapSink.frames.map(\.frame.payload.count) == [300_000, 300_000, 4, 4])
  }
}
