import Lab
import Machines
import NIOCore
import Network
import Testing
import Timeline
import Wire

@Suite("TLS", .timeLimit(.minutes(5)))
struct TLSTests {
  let bench = Bench()

  private func trusting(_ certificate: TestCertificate?, verify: Bool = true) -> DialOptions {
    DialOptions(tls: TLSOptions(verify: verify, extraCertificateAuthorities: certificate?.certificate))
  }

  private func failure(_ server: ServerTLS, _ host: String, _ options: DialOptions) async throws -> ConnectionFailure {
    let server = try await bench.serve(tls: server, .echo())
    let failure = try await bench.failure("wss://\(host):\(server.boundAddress.port)", options)
    await server.shutdown()
    #expect(failure.stage == .tls)
    return failure
  }

  private static let echo = ScriptedMachine.client { occurrence, _, _ in
    switch occurrence {
    case .opened: [.send(.dialled, .binary(Array(repeating: 7, count: 100_000)))]
    case .received: [.end(.dialled, .finished)]
    default: []
    }
  }

  @Test("a server is trusted by its authority, by itself, or because verification is off", arguments: ["localhost", "127.0.0.1"])
  func connects(host: String) async throws {
    let authority = try TestCertificate("Test authority", names: nil)
    let leaf = try TestCertificate("leaf", names: "DNS:localhost,IP:127.0.0.1", issuer: authority)
    let selfSigned = try TestCertificate("self", names: "DNS:localhost,IP:127.0.0.1")
    let other = try TestCertificate("other", names: "DNS:other.example", days: -9 ... -2)
    let cases: [(ServerTLS, DialOptions)] = [
      (leaf.server(with: [authority]), trusting(authority)), (leaf.server(), trusting(authority)), (leaf.server(), trusting(leaf)),
      (selfSigned.server(), trusting(selfSigned)), (other.server(), trusting(nil, verify: false)),
    ]
    for (tls, options) in cases {
      let server = try await bench.serve(tls: tls, .echo())
      let bench = Bench()
      try await bench.play(Self.echo, "wss://\(host):\(server.boundAddress.port)", options)
      #expect(bench.clientSink.frames.map(\.frame.length) == [100_000, 100_000])
      #expect(bench.clientSink.ends == [ConnectionEnd(.finished, by: .client)])
      await self.bench.sessionsEnded()
      await server.shutdown()
    }
    #expect(bench.serverSink.ends == Array(repeating: ConnectionEnd(.finished, by: .client), count: cases.count))
  }

  @Test func namesASelfSignedCertificate() async throws {
    let failure = try await failure(TestCertificate("me", names: "DNS:localhost").server(), "localhost", trusting(nil))
    #expect(failure.code == "SELF_SIGNED")
    #expect(failure.text.contains("signed by itself"))
    #expect(failure.text.contains("CN=me"))
  }

  @Test func namesAnIncompleteChain() async throws {
    let authority = try TestCertificate("Hidden authority", names: nil)
    let failure = try await failure(TestCertificate("leaf", names: "DNS:localhost", issuer: authority).server(), "localhost", trusting(nil))
    #expect(failure.code == "INCOMPLETE_CHAIN")
    #expect(failure.text.contains("incomplete"))
    #expect(failure.text.contains("Hidden authority"))
  }

  @Test("dates", arguments: [(-9 ... -2, "CERTIFICATE_EXPIRED", "expired on"), (2...9, "CERTIFICATE_NOT_YET_VALID", "valid only from")])
  func namesDates(days: ClosedRange<Int>, code: String, words: String) async throws {
    let authority = try TestCertificate("Test authority", names: nil)
    let leaf = try TestCertificate("leaf", names: "DNS:localhost", days: days, issuer: authority)
    let failure = try await failure(leaf.server(), "localhost", trusting(authority))
    #expect(failure.code == code)
    #expect(failure.text.contains(words))
    #expect(!failure.text.contains("also"))
  }

  @Test("hosts", arguments: ["localhost", "127.0.0.1"])
  func namesTheWrongHost(host: String) async throws {
    let certificate = try TestCertificate("x", names: "DNS:relay.example.com,IP:10.0.0.1")
    let failure = try await failure(certificate.server(), host, trusting(certificate))
    #expect(failure.code == "HOSTNAME_MISMATCH")
    #expect(failure.text.contains("DNS:relay.example.com, IP Address:10.0.0.1"))
    #expect(failure.text.contains("'\(host)'"))
  }

  @Test("several grounds at once are all told")
  func tellsAll() async throws {
    let failure = try await failure(TestCertificate("x", names: "DNS:a.example", days: -9 ... -2).server(), "localhost", trusting(nil))
    #expect(failure.code == "CERTIFICATE_EXPIRED")
    #expect(failure.text.contains("DNS:a.example"))
    #expect(failure.text.contains("signed by itself"))
  }

  @Test func namesAPlainServer() async throws {
    let server = try await RawServer.start(.atOnce) { _ in [.write(Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8))] }
    let failure = try await bench.failure("wss://127.0.0.1:\(server.port)")
    #expect(failure.stage == .tls)
    #expect(failure.code == "PROTOCOL")
    #expect(failure.text.contains("HTTP/1.1 400 Bad Request"))
    await server.stop()
  }

  @Test(
    "an alert, a close, a reset and silence instead of TLS",
    arguments: [
      ([.write([21, 3, 1, 0, 2, 2, 70])], "OLD_PROTOCOL"), ([.write([21, 3, 1, 0, 2, 2, 40])], "PROTOCOL"), ([.finish], "CLOSED"),
      ([.reset], "ECONNRESET"), ([], "TIMEOUT"),
    ] as [([RawServer.Step], String)])
  func namesOtherEnds(steps: [RawServer.Step], code: String) async throws {
    let server = try await RawServer.start(.afterBytes) { _ in steps }
    let options = DialOptions(handshakeTimeout: code == "TIMEOUT" ? .milliseconds(50) : .seconds(10))
    let failure = try await bench.failure("wss://127.0.0.1:\(server.port)", options)
    #expect(failure.stage == .tls)
    #expect(failure.code == code, "\(failure.text)")
    await server.stop()
  }

  @Test func refusesAnEmptyAuthority() async throws {
    let server = try await RawServer.start(.atOnce) { _ in [] }
    let options = DialOptions(tls: TLSOptions(extraCertificateAuthorities: "no PEM"))
    let failure = try await bench.failure("wss://127.0.0.1:\(server.port)", options)
    #expect(failure.code == "BAD_OPTIONS")
    #expect(failure.text.contains("BEGIN CERTIFICATE"))
    await server.stop()
  }

  @Test("a reset is an RST under TLS too", arguments: [Leg.dialled, .accepted])
  func resets(who: Leg) async throws {
    let certificate = try TestCertificate("me", names: "DNS:localhost")
    let server = try await bench.serve(
      tls: certificate.server(),
      ScriptedMachine { occurrence, _, _ in
        switch occurrence {
        case .requested: [.accept(subprotocol: nil, headers: [])]
        case .received: [.end(.accepted, .reset)]
        case .ended: [.finish]
        default: []
        }
      })
    let machine = ScriptedMachine.client { occurrence, _, _ in
      guard case .opened = occurrence else { return [] }
      return who == .dialled ? [.end(.dialled, .reset)] : [.send(.dialled, .text("go"))]
    }
    try await bench.play(machine, "wss://localhost:\(server.boundAddress.port)", trusting(certificate))
    await bench.sessionsEnded()
    await server.shutdown()
    let by: Party = who == .dialled ? .client : .relay
    for end in bench.clientSink.ends + bench.serverSink.ends {
      #expect(end.manner == .reset)
      #expect(end.by == by)
    }
    #expect(bench.clientSink.ends.count == 1 && bench.serverSink.ends.count == 1)
  }
}
