import Lab
import Machines
import NIOCore
import NIOPosix
import Network
import Testing
import Timeline
import Wire

/// Ways to a relay that are not straight: a proxy, another address, another name.
@Suite(.timeLimit(.minutes(5)))
struct WayTests {
  let bench = Bench()

  private static let echo = ScriptedMachine.client { occurrence, _, _ in
    switch occurrence {
    case .opened: [.send(.dialled, .text("hello"))]
    case .received: [.end(.dialled, .finished)]
    default: []
    }
  }

  private func through(_ port: Int, _ authorization: String? = nil) -> DialOptions {
    DialOptions(proxy: DialOptions.Proxy(address: DialOptions.HostPort(host: "127.0.0.1", port: port), authorization: authorization))
  }

  @Test("a proxy is asked for a tunnel, with and without TLS in it", arguments: [false, true])
  func tunnels(isSecure: Bool) async throws {
    let certificate = try TestCertificate("me", names: "DNS:relay.example.com")
    let server = try await bench.serve(tls: isSecure ? certificate.server() : nil, .echo())
    let proxy = try await TunnelProxy.start()
    var options = through(proxy.port, HTTPRequest.basic("me:secret"))
    options.tls.extraCertificateAuthorities = certificate.certificate
    let port = server.boundAddress.port
    try await bench.play(Self.echo, "\(isSecure ? "wss" : "ws")://relay.example.com:\(port)/x", options)
    #expect(
      proxy.requests == [
        "CONNECT relay.example.com:\(port) HTTP/1.1\r\nHost: relay.example.com:\(port)\r\nProxy-Authorization: Basic bWU6c2VjcmV0\r\n\r\n"
      ])
    #expect(bench.clientSink.frames.map(\.frame.length) == [5, 5])
    #expect(bench.clientSink.requests.map(\.headers["Host"]) == ["relay.example.com:\(port)"])
    #expect(bench.clientSink.requests.allSatisfy { $0.headers["Proxy-Authorization"] == nil })
    await proxy.stop()
    await bench.sessionsEnded()
    await server.shutdown()
  }

  @Test(
    "a proxy that lets nobody through says so",
    arguments: [
      (
        ["HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"], "PROXY_REFUSED",
        "with 407 Proxy Authentication Required"
      ),
      (["HTTP/1.1 502 Bad Gateway\r\n\r\n"], "PROXY_REFUSED", "answered CONNECT with 502 Bad Gateway"),
      (["hello\r\n"], "PROXY", "does not answer in HTTP: 'hello"), ([], "PROXY", "closed the connection instead of answering"),
    ] as [([String], String, String)])
  func refuses(answer: [String], code: String, words: String) async throws {
    let proxy = try await RawServer.start { _ in answer.map { .write(Array($0.utf8)) } + [.finish] }
    let failure = try await bench.failure("ws://relay.example.com/", through(proxy.port))
    #expect(failure.stage == .connect)
    #expect(failure.code == code)
    #expect(failure.text.contains(words), "\(failure.text)")
    await proxy.stop()
  }

  @Test func anAbsentProxyIsNamed() async throws {
    let gone = try await RawServer.start { _ in [] }
    await gone.stop()
    let failure = try await bench.failure("ws://relay.example.com/", through(gone.port))
    #expect(failure.code == "ECONNREFUSED")
    #expect(failure.text.hasPrefix("the proxy 127.0.0.1:\(gone.port)"), "\(failure.text)")
  }

  @Test("another address stands in for the host; what is asked for stays")
  func resolves() async throws {
    let certificate = try TestCertificate("me", names: "DNS:relay.invalid")
    let server = try await bench.serve(tls: certificate.server(), .echo())
    var options = DialOptions(resolve: DialOptions.HostPort(host: "127.0.0.1", port: server.boundAddress.port))
    options.tls.extraCertificateAuthorities = certificate.certificate
    try await bench.play(Self.echo, "wss://relay.invalid/", options)
    #expect(bench.clientSink.frames.count == 2)
    #expect(bench.clientSink.requests.map(\.headers["Host"]) == ["relay.invalid"])
    await bench.sessionsEnded()
    await server.shutdown()
  }

  @Test("a name of its own is what the certificate must be made out to")
  func names() async throws {
    let certificate = try TestCertificate("me", names: "DNS:relay.example.com")
    let server = try await bench.serve(tls: certificate.server(), .echo())
    let url = "wss://127.0.0.1:\(server.boundAddress.port)/"
    let tls = TLSOptions(extraCertificateAuthorities: certificate.certificate, serverName: "relay.example.com")
    try await bench.play(Self.echo, url, DialOptions(tls: tls))
    #expect(bench.clientSink.frames.count == 2)
    await bench.sessionsEnded()
    let failure = try await Bench().failure(url, DialOptions(tls: TLSOptions(extraCertificateAuthorities: certificate.certificate)))
    #expect(failure.code == "HOSTNAME_MISMATCH")
    await server.shutdown()
  }
}
