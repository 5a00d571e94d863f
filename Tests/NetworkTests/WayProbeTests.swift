import Lab
import Machines
import NIOPosix
import Network
import Synchronization
import Testing
import Timeline

/// The way to a place, tried station by station: names, addresses, and how far a connection comes.
@Suite("The way of a probe", .timeLimit(.minutes(5)))
struct WayProbeTests {
  let bench = Bench()

  private func look(_ url: String, within time: Nanoseconds = .seconds(10)) async throws -> (ProbedWay.Lookup?, [ProbedWay.Call]) {
    let (lookup, calls) = await WayProbe.lookUp(
      try Endpoint(parsing: url), within: time, clock: bench.clock, on: bench.group.next())
    return (lookup, calls)
  }

  @Test(arguments: ["127.0.0.1", "localhost"]) func whoListensAnswers(host: String) async throws {
    let server = try await bench.serve(.echo())
    let (lookup, calls) = try await look("ws://\(host):\(server.boundAddress.port)")
    #expect((lookup == nil) == (host == "127.0.0.1"))
    #expect(lookup?.failure == nil && lookup?.addresses.contains("127.0.0.1") ?? true, "\(String(describing: lookup))")
    let answered = try #require(calls.first { $0.address == "127.0.0.1:\(server.boundAddress.port)" })
    #expect(answered.failure == nil && answered.took > 0 && answered.took < .seconds(10))
    #expect(calls.count == lookup?.addresses.count ?? 1, "every address is called, once: \(calls)")
    await server.shutdown()
  }

  @Test func nobodyListens() async throws {
    let server = try await bench.serve(.echo())
    await server.shutdown()
    let (_, calls) = try await look("ws://127.0.0.1:\(server.boundAddress.port)")
    #expect(calls.map(\.failure?.code) == ["ECONNREFUSED"] && calls[0].failure?.stage == .connect, "\(calls)")
  }

  @Test func aNameThatNobodyHas() async throws {
    let (lookup, calls) = try await look("ws://nobody.invalid")
    let failure = try #require(lookup?.failure)
    #expect(failure.stage == .resolve && ["EAI_NONAME", "EAI_AGAIN"].contains(failure.code) && calls.isEmpty, "\(failure)")
  }

  @Test func aPortThatIsFullTakesTheTimeThatItMay() async throws {
    let wall = try await FullPort.open(host: "127.0.0.1", group: bench.group)
    let (_, calls) = try await look("ws://127.0.0.1:\(wall.port)", within: .milliseconds(300))
    #expect(calls.map(\.failure?.code) == ["TIMEOUT"] && calls[0].took >= .milliseconds(290), "\(calls)")
    await wall.close()
  }

  /// Plays a client that leaves as soon as it is let in, and keeps how far it came.
  private func milestones(_ url: String, _ options: DialOptions) async throws -> [DialMilestone] {
    let told = Milestones()
    let machine = ScriptedMachine.client { occurrence, _, _ in
      if case .opened = occurrence { return [.end(.dialled, .finished)] }
      return []
    }
    _ = await ClientDriver.play(
      machine, dialling: try Endpoint(parsing: url), options: options, observation: nil,
      onMilestone: { milestone, at in told.append(milestone, at) }, clock: bench.clock, on: bench.group.next())
    #expect(told.times == told.times.sorted())
    return told.all
  }

  @Test func withoutTLSItIsConnected() async throws {
    let server = try await bench.serve(.echo())
    #expect(try await milestones("ws://127.0.0.1:\(server.boundAddress.port)", DialOptions()) == [.connected])
    await server.shutdown()
  }

  @Test func aProxyPutsItThrough() async throws {
    let leaf = try TestCertificate("leaf", names: "DNS:localhost", days: -1...9)
    let server = try await bench.serve(tls: leaf.server(), .echo())
    let proxy = try await TunnelProxy.start()
    var options = DialOptions(tls: TLSOptions(extraCertificateAuthorities: leaf.certificate))
    options.proxy = DialOptions.Proxy(address: DialOptions.HostPort(host: "127.0.0.1", port: proxy.port))
    let told = try await milestones("wss://localhost:\(server.boundAddress.port)", options)
    #expect(told.count == 3 && Array(told.prefix(2)) == [.connected, .tunnelled], "\(told)")
    guard case .secured(let agreement)? = told.last else { return #expect(Bool(false), "\(told)") }
    #expect(agreement.version == "TLS 1.3" && agreement.certificates.map(\.subject) == ["CN=leaf"])
    await proxy.stop()
    await server.shutdown()
  }

  /// What TLS came about with, against a server of others; the first end of all that are shown counts.
  @Test(.enabled(if: OpenSSLServer.program != nil, "no openssl"), arguments: [("-tls1_2", "TLS 1.2"), ("-tls1_3", "TLS 1.3")])
  func whatWasAgreedOnIsTold(option: String, version: String) async throws {
    let root = try TestCertificate("Test root", names: nil)
    let middle = try TestCertificate("Test issuer", names: nil, days: -1...3, issuer: root)
    let leaf = try TestCertificate("leaf", names: "DNS:localhost", days: -1...9, issuer: middle)
    let server = try OpenSSLServer(leaf, chain: [middle], [option, "-alpn", "http/1.1"])
    let told = try await milestones(
      "wss://localhost:\(server.port)", DialOptions(tls: TLSOptions(extraCertificateAuthorities: root.certificate)))
    guard case .secured(let agreement)? = told.last else { return #expect(Bool(false), "\(told)") }
    #expect(agreement.version == version && agreement.applicationProtocol == "http/1.1", "\(agreement)")
    #expect(agreement.certificates.map(\.subject) == ["CN=leaf", "CN=Test issuer"])
    let days = try #require(agreement.secondsLeft) / 86_400
    #expect(days > 2.9 && days < 3.1, "\(days)")
  }

  /// Without a look at the certificate nothing is said of it.
  @Test func nothingIsSaidOfACertificateThatNobodyLookedAt() async throws {
    let leaf = try TestCertificate("leaf", names: "DNS:localhost", days: -9 ... -2)
    let server = try await bench.serve(tls: leaf.server(), .echo())
    let told = try await milestones("wss://localhost:\(server.boundAddress.port)", DialOptions(tls: TLSOptions(verify: false)))
    guard case .secured(let agreement)? = told.last else { return #expect(Bool(false), "\(told)") }
    #expect(agreement.certificates.isEmpty && agreement.secondsLeft == nil)
    await server.shutdown()
  }
}

/// How far a connection came, in order.
private final class Milestones: Sendable {
  private let told = Mutex<[(DialMilestone, Nanoseconds)]>([])

  func append(_ milestone: DialMilestone, _ at: Nanoseconds) { told.withLock { $0.append((milestone, at)) } }

  var all: [DialMilestone] { told.withLock { $0.map(\.0) } }
  var times: [Nanoseconds] { told.withLock { $0.map(\.1) } }
}
