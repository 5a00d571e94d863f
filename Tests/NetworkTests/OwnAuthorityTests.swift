import Lab
import Machines
import NIOCore
import Network
import Synchronization
import Testing
import Timeline
import Wire

/// A port that speaks TLS with whoever begins it, and plain HTTP with all others; and the proxy that leads there.
@Suite(.timeLimit(.minutes(5)))
struct OwnAuthorityTests {
  /// What went wrong before any request.
  private final class Troubles: Sendable {
    private let stream = AsyncStream<(TLSTrouble, String)>.makeStream()

    func add(_ trouble: TLSTrouble, _ place: String) { stream.continuation.yield((trouble, place)) }

    func next() async -> (TLSTrouble, String)? {
      for await trouble in stream.stream { return trouble }
      return nil
    }
  }

  private let bench = Bench()
  private let troubles = Troubles()

  private static func authority() throws -> CertificateAuthority {
    let made = CertificateAuthority.make()
    return try #require(made)
  }

  private func serve(_ authority: CertificateAuthority?) async throws -> LabServer {
    let observation = bench.serverObservation
    return try await LabServer.start(
      host: "127.0.0.1", port: 0, authority: authority, group: bench.group, clock: bench.clock, onTrouble: { troubles.add($0, $1) }
    ) { _ in .session(ServedSession(machine: ScriptedMachine.echo(), observation: observation)) }
  }

  private static let talk = ScriptedMachine.client { occurrence, _, _ in
    switch occurrence {
    case .opened: [.send(.dialled, .binary(Array(repeating: 7, count: 100_000)))]
    case .received: [.end(.dialled, .finished)]
    default: []
    }
  }

  private func trusting(_ authority: CertificateAuthority, at server: LabServer, proxy: ConnectProxy? = nil) -> DialOptions {
    var options = DialOptions(tls: TLSOptions(extraCertificateAuthorities: authority.certificate))
    if let proxy {
      options.proxy = DialOptions.Proxy(address: DialOptions.HostPort(host: "127.0.0.1", port: proxy.boundAddress.port))
    } else {
      options.resolve = DialOptions.HostPort(host: "127.0.0.1", port: server.boundAddress.port)
    }
    return options
  }

  /// Names in turn, none of them known before; an address goes without SNI.
  @Test func speaksTLSUnderAnyNameAndPlainHTTP() async throws {
    let authority = try Self.authority()
    let server = try await serve(authority)
    let port = server.boundAddress.port
    for url in [
      "wss://api.deepgram.com/v1/listen", "wss://api.eu.deepgram.com/", "ws://api.deepgram.com/", "wss://127.0.0.1:\(port)/",
      "ws://127.0.0.1:\(port)/", "wss://api.deepgram.com/again",
    ] {
      let bench = Bench()
      try await bench.play(Self.talk, url, trusting(authority, at: server))
      #expect(bench.clientSink.frames.map(\.frame.length) == [100_000, 100_000], "\(url): \(bench.clientSink.events)")
    }
    await server.shutdown()
    #expect(bench.serverSink.requests.first?.headers["Host"] == "api.deepgram.com")
  }

  @Test func aClientThatTrustsItNotIsTold() async throws {
    let server = try await serve(try Self.authority())
    let other = try Self.authority()
    let failure = try await bench.failure("wss://api.deepgram.com/", trusting(other, at: server))
    #expect(failure.code == "UNKNOWN_AUTHORITY")
    let (trouble, place) = try #require(await troubles.next())
    guard case .brokenOff(let why) = trouble else { return #expect(Bool(false), "\(trouble)") }
    #expect(why.hasPrefix("TLS alert ") || why.contains("closed the connection"), "\(why)")
    #expect(place == "127.0.0.1:\(server.boundAddress.port)")
    await server.shutdown()
  }

  @Test func withoutAnAuthorityItSpeaksPlainHTTPOnly() async throws {
    let server = try await serve(nil)
    let authority = try Self.authority()
    #expect(try await bench.failure("wss://api.deepgram.com/", trusting(authority, at: server)).stage == .tls)
    #expect(try #require(await troubles.next()).0 == .notSpoken)
    await server.shutdown()
  }

  @Test func theProxyCatchesSomeHostsAndLetsTheOthersThrough() async throws {
    let authority = try Self.authority()
    let (caught, other) = (try await serve(authority), try await bench.serve(ScriptedMachine.echo()))
    let told = Mutex<[ConnectProxy.Outcome]>([])
    let proxy = try await ConnectProxy.start(
      host: "127.0.0.1", port: 0, group: bench.group, into: caught, catches: { $0.host == "api.deepgram.com" },
      told: { outcome in told.withLock { $0.append(outcome) } })
    for url in ["wss://api.deepgram.com/v1/listen", "ws://api.deepgram.com/", "ws://127.0.0.1:\(other.boundAddress.port)/"] {
      let bench = Bench()
      try await bench.play(Self.talk, url, trusting(authority, at: caught, proxy: proxy))
      #expect(bench.clientSink.frames.map(\.frame.length) == [100_000, 100_000], "\(url): \(bench.clientSink.events)")
    }
    let passed = ConnectRequest(host: "127.0.0.1", port: other.boundAddress.port)
    #expect(
      told.withLock { $0 } == [
        .caught(ConnectRequest(host: "api.deepgram.com", port: 443)), .caught(ConnectRequest(host: "api.deepgram.com", port: 80)),
        .passed(passed),
      ])
    #expect(bench.serverSink.requests.map { $0.headers["Host"] } == ["api.deepgram.com", "api.deepgram.com", "\(passed)"])
    await proxy.shutdown()
    await caught.shutdown()
    await other.shutdown()
  }

  /// A machine may get out by a proxy only: what is let through goes on by that, with its credentials.
  @Test func whatIsLetThroughGoesOnByTheMachinesProxy() async throws {
    let (caught, other) = (try await serve(nil), try await bench.serve(ScriptedMachine.echo()))
    let outer = try await TunnelProxy.start()
    let upstream = UpstreamProxy(host: "127.0.0.1", port: outer.port, authorization: "Basic abc")
    let proxy = try await ConnectProxy.start(
      host: "127.0.0.1", port: 0, group: bench.group, into: caught, upstream: upstream, catches: { _ in false })
    let bench = Bench()
    // The outer one knows where that is.
    try await bench.play(
      Self.talk, "ws://elsewhere.test:\(other.boundAddress.port)/",
      DialOptions(proxy: DialOptions.Proxy(address: DialOptions.HostPort(host: "127.0.0.1", port: proxy.boundAddress.port))))
    #expect(bench.clientSink.frames.map(\.frame.length) == [100_000, 100_000], "\(bench.clientSink.events)")
    let place = "elsewhere.test:\(other.boundAddress.port)"
    #expect(outer.requests == ["CONNECT \(place) HTTP/1.1\r\nHost: \(place)\r\nProxy-Authorization: Basic abc\r\n\r\n"])
    await proxy.shutdown()
    await outer.stop()
    await caught.shutdown()
    await other.shutdown()
  }

  /// Where it can't get, it says why; the client has it from the proxy's answer.
  @Test func theProxySaysWhyItGetsNowhere() async throws {
    let server = try await serve(nil)
    let proxy = try await ConnectProxy.start(host: "127.0.0.1", port: 0, group: bench.group, into: server, catches: { _ in false })
    let gone = try await serve(nil)
    await gone.shutdown()
    let options = DialOptions(proxy: DialOptions.Proxy(address: DialOptions.HostPort(host: "127.0.0.1", port: proxy.boundAddress.port)))
    let failure = try await bench.failure("ws://127.0.0.1:\(gone.boundAddress.port)/", options)
    #expect(failure.code == "PROXY_REFUSED" && failure.text.contains("502 Bad Gateway"), "\(failure)")
    await proxy.shutdown()
    await server.shutdown()
  }

  @Test func aProxyPortThatIsTakenIsNamed() async throws {
    let server = try await serve(nil)
    let failure = await #expect(throws: BindFailure.self) {
      try await ConnectProxy.start(
        host: "127.0.0.1", port: server.boundAddress.port, group: bench.group, into: server, catches: { _ in false })
    }
    #expect(failure?.code == "EADDRINUSE")
    await server.shutdown()
  }
}
