import Foundation
import Lab
import Machines
import NIOCore
import Network
import Testing
import Timeline
import Wire

@Suite("The server", .timeLimit(.minutes(5)))
struct ServerTests {
  let bench = Bench()

  @Test("a machine's refusal reaches the client whole, recorded alike on both sides")
  func refuses() async throws {
    let refusal = ResponseHead(
      status: 401, reason: "Unauthorized", headers: [HeaderField("dg-error", "bad key")], body: Array("{\"a\":1}".utf8))
    let server = try await bench.serve(
      ScriptedMachine { occurrence, _, _ in
        if case .requested = occurrence { return [.refuse(refusal)] }
        return [.finish]
      })
    let machine = ScriptedMachine.client()
    try await bench.play(machine, "ws://127.0.0.1:\(server.boundAddress.port)/v1?x=y")
    await bench.sessionsEnded()
    await server.shutdown()
    let told = try #require(bench.clientSink.responses.first)
    #expect(told.status == 401)
    #expect(told.headers["dg-error"] == "bad key")
    #expect(told.body == refusal.body)
    #expect(machine.log.occurrences.contains(.refused(told)))
    #expect(bench.serverSink.responses == [told])
  }

  @Test("a subprotocol and headers of the machine's choice go out with the 101")
  func accepts() async throws {
    let server = try await bench.serve(
      ScriptedMachine { occurrence, _, _ in
        switch occurrence {
        case .requested:
          [
            .accept(subprotocol: "token", headers: [HeaderField("dg-request-id", "7")]), .send(.accepted, .text("eager")),
            .end(.accepted, .finished),
          ]
        case .ended: [.finish]
        default: []
        }
      })
    let machine = ScriptedMachine.client(subprotocols: ["token", "k"])
    try await bench.play(machine, "ws://127.0.0.1:\(server.boundAddress.port)")
    await bench.sessionsEnded()
    await server.shutdown()
    let response = try #require(bench.clientSink.responses.first)
    #expect(response.headers["dg-request-id"] == "7")
    #expect(response.headers["Sec-WebSocket-Protocol"] == "token")
    #expect(machine.log.occurrences.contains(.received(.dialled, .text("eager"))))
  }

  @Test(
    "what is no WebSocket request gets an answer that says so",
    arguments: [
      ("GET / HTTP/1.1\r\nHost: h\r\n\r\n", "HTTP/1.1 426 ", "WebSocket connections only"),
      ("POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc", "HTTP/1.1 426 ", "WebSocket connections only"),
      ("GET /known HTTP/1.1\r\nHost: h\r\n\r\n", "HTTP/1.1 200 ", "known"),
      ("GET / HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 8\r\n\r\n", "HTTP/1.1 426 ", "version 13"),
      (
        "GET / HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n\r\n", "HTTP/1.1 400 ",
        "Sec-WebSocket-Key"
      ),
      ("GET /machine HTTP/1.1\r\nHost: h\r\n\r\n", "HTTP/1.1 426 ", "WebSocket connections only"),
      ("POST / HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n", "HTTP/1.1 405 ", "GET"),
      (
        "GET / HTTP/1.1\r\nUpgrade: websocket\r\nConnection: x, Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: k\r\n\r\n",
        "HTTP/1.1 404 ", "nothing is served"
      ),
      ("\u{1}\u{2}\u{3}", "HTTP/1.1 400 ", "neither"),
      ("GET /\r\n\r\n", "HTTP/1.1 400 ", "request line"),
      ("GET / HTTP/1.1\r\nX: " + String(repeating: "x", count: 66_000), "HTTP/1.1 431 ", "64 kB"),
    ])
  func answersOthers(request: String, status: String, words: String) async throws {
    let server = try await bench.serve { head in
      switch head.target {
      case "/known": .respond(ResponseHead(status: 200, reason: "OK", headers: [], body: Array("known".utf8)))
      case "/machine": .session(ServedSession(machine: ScriptedMachine.echo(), observation: nil))
      default: nil
      }
    }
    let answer = try await RawClient.exchange(server.boundAddress.port, request)
    #expect(answer.hasPrefix(status), "\(answer)")
    #expect(answer.contains(words), "\(answer)")
    await server.shutdown()
  }

  @Test("a TLS client at a plain port is let go")
  func dropsTLS() async throws {
    let server = try await bench.serve(.echo())
    let failure = try await bench.failure("wss://127.0.0.1:\(server.boundAddress.port)")
    #expect(failure.stage == .tls)
    await server.shutdown()
  }

  /// Leaves as soon as it is let in.
  private static var looksIn: ScriptedMachine {
    .client { occurrence, _, _ in
      if case .opened = occurrence { return [.end(.dialled, .finished)] }
      return []
    }
  }

  @Test func listensOnBothLocalhosts() async throws {
    let server = try await bench.serve(host: "localhost", .echo())
    try await bench.play(Self.looksIn, "ws://127.0.0.1:\(server.boundAddress.port)")
    #expect(bench.clientSink.responses.map(\.status) == [101])
    await server.shutdown()
  }

  /// The loopback's address of IPv6, as Linux lists it.
  private static let hasIPv6 =
    (try? String(contentsOfFile: "/proc/net/if_inet6", encoding: .ascii))?.contains(String(repeating: "0", count: 31) + "1") == true

  @Test(.enabled(if: hasIPv6, "no IPv6 on the loopback")) func listensOnIPv6() async throws {
    let six = try await bench.serve(host: "::1", .echo())
    #expect(six.boundAddress.description == "[::1]:\(six.boundAddress.port)")
    try await bench.play(Self.looksIn, "ws://\(six.boundAddress)/")
    #expect(bench.clientSink.responses.map(\.status) == [101])
    #expect(bench.serverSink.requests.last?.headers["Host"] == six.boundAddress.description)
    await six.shutdown()
  }

  @Test func namesATakenPort() async throws {
    let first = try await bench.serve(.echo())
    let port = first.boundAddress.port
    let error = await #expect(throws: BindFailure.self) {
      try await LabServer.start(host: "127.0.0.1", port: port, group: bench.group, clock: bench.clock) { _ in nil }
    }
    #expect(error?.code == "EADDRINUSE")
    #expect(error?.address == "127.0.0.1:\(port)")
    #expect(error?.text.contains("choose another port") == true)
    await first.shutdown()
  }

  @Test(
    "hosts and ports that cannot be listened on",
    arguments: [
      ("203.0.113.7", 0, ["EADDRNOTAVAIL"]), ("no-such-host.invalid", 0, ["EAI_NONAME", "EAI_AGAIN"]), ("127.0.0.1", 70_000, ["BAD_PORT"]),
    ])
  func namesBadAddresses(host: String, port: Int, codes: [String]) async throws {
    let error = await #expect(throws: BindFailure.self) {
      try await LabServer.start(host: host, port: port, group: bench.group, clock: bench.clock) { _ in nil }
    }
    #expect(codes.contains(error?.code ?? ""), "\(error?.text ?? "")")
  }

  @Test func namesABadCertificate() async throws {
    let error = await #expect(throws: BindFailure.self) {
      try await bench.serve(tls: ServerTLS(certificateChain: "x", privateKey: "y"), .echo())
    }
    #expect(error?.code == "BAD_CERTIFICATE")
  }

  @Test("shutdown asks sessions to stop, and ends those that do not", arguments: [true, false])
  func shutsDown(polite: Bool) async throws {
    let machine = ScriptedMachine { occurrence, _, _ in
      switch occurrence {
      case .requested: [.accept(subprotocol: nil, headers: []), .send(.accepted, .text("here"))]
      case .stopRequested: polite ? [.send(.accepted, .close(1001, "bye")), .finish] : []
      default: []
      }
    }
    let server = try await bench.serve(machine)
    let (arrived, continuation) = AsyncStream<Void>.makeStream()
    let client = ScriptedMachine.client { occurrence, _, _ in
      if occurrence == .received(.dialled, .text("here")) { continuation.yield() }
      return []
    }
    let port = server.boundAddress.port
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await bench.play(client, "ws://127.0.0.1:\(port)") }
      for await _ in arrived { break }
      await server.shutdown(patience: polite ? .seconds(30) : .milliseconds(50))
      try await group.waitForAll()
    }
    #expect(machine.log.occurrences.contains(.stopRequested))
    #expect(client.log.occurrences.contains(.received(.dialled, .close(1001, "bye"))) == polite)
    #expect(bench.serverSink.ends.map(\.text) == [polite ? nil : "interrupted"])
    #expect(server.connectionCount == 0)
  }
}
