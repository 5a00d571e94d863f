import Diagnosis
import Lab
import NIOCore
import NIOPosix
import Network
import Running
import Scenarios
import Speech
import Testing
import Timeline

/// A probe over real sockets, and what is said of it.
@Suite(.timeLimit(.minutes(5))) struct ProbeRunTests {
  private static let key = "0123456789abcdef0123456789abcdef"
  private let group = MultiThreadedEventLoopGroup.singleton
  private let clock = RunClock()

  private func probe(
    _ url: String, party: Party = .service, hasKey: Bool = true, options: DialOptions = DialOptions(),
    patience: Nanoseconds = .seconds(10)
  ) async throws -> (ProbeResult, Recording) {
    let endpoint = try Endpoint(parsing: url)
    let bytes = try #require(BuiltIns.profile("deepgram-direct"))
    var profile =
      party == .relay ? Profile() : try ProfileReader.read(bytes, file: "p", environment: ["DEEPGRAM_API_KEY": Self.key]).profile
    profile.relay = url
    if !hasKey { profile.headers = [] }
    let address = try profile.address(of: url)
    var live = endpoint
    live.target = address.target
    var whole = endpoint
    whole.scheme = .http
    let plan = ProbePlan(
      profile: profile, endpoint: live, options: options,
      oneShot: party == .service ? OneShotTarget(endpoint: whole, options: DialOptions()) : nil,
      patience: patience)
    let info = RunInfo(
      id: "probe", startedAt: "2026-01-01T00:00:00.000Z", startedAtUnixNanoseconds: 0, toolVersion: "test", relay: url,
      serviceHop: party == .service ? .direct : .unseen)
    let run = ProbeRun(plan, run: info, redactor: Redactor(secrets: profile.secrets), clock: clock, group: group)
    let (way, recording) = try await run.play { ProbeJudge.wantsOneShot($0, hasKey: hasKey) }
    let sight = ProbeSight(
      place: url, party: party, isFlux: plan.isFlux, isSecure: endpoint.scheme.isSecure, hasKey: hasKey, hasOneShot: plan.oneShot != nil,
      way: way,
      recording: recording)
    return (ProbeJudge.judge(sight), recording)
  }

  private func service(_ change: @escaping @Sendable (inout ServiceSettings) -> Void = { _ in }) async throws -> (LabServer, String) {
    let lab = StandingLab(faults: FaultSet(), clips: [], startedAtUnixNanoseconds: 0)
    let server = try await lab.service(host: "127.0.0.1", port: 0, group: group, clock: clock, change)
    return (server, "ws://127.0.0.1:\(server.boundAddress.port)/v1/listen")
  }

  /// Well, or only later than usual: the machine may be busy.
  private func works(_ stage: ProbeStage) -> Bool { [.good, .doubtful].contains(stage.status) }

  @Test(arguments: ["tell the master", nil]) func aSessionOfFlux(words: String?) async throws {
    let server = try await LabServer.start(host: "127.0.0.1", port: 0, group: group, clock: clock) { _ in
      .session(ServedSession(machine: FluxService(words: words), observation: nil))
    }
    let (result, recording) = try await probe("ws://127.0.0.1:\(server.boundAddress.port)/v2/listen")
    #expect(result.transcript == words ?? "" && failed(result) == (words == nil ? .session : nil), "\(result.stages)")
    #expect(result.blame.culprit == (words == nil ? .service : .nobody) && result.blame.verdict == (words == nil ? .faulty : .healthy))
    #expect(recording.sessions.map(\.scenario) == ["flux"])
    await server.shutdown(patience: .milliseconds(500))
  }

  private func failed(_ result: ProbeResult) -> ProbeStage.ID? { result.stages.first { $0.status == .failed }?.id }

  @Test func theServiceWorksFromHere() async throws {
    let (server, url) = try await service()
    let (result, recording) = try await probe(url)
    #expect(result.blame.culprit == .nobody && result.blame.verdict == .healthy, "\(result)")
    #expect(failed(result) == nil && result.wer == 0)
    #expect(
      result.stages.filter(works).map(\.id) == [.tcp, .upgrade, .firstMessage, .session, .oneShot], "\(result.stages)")
    #expect(recording.sessions.map(\.scenario) == ["baseline", "one-shot"])
    let heads = recording.events.compactMap {
      if case .request(let head) = $0.kind { String(decoding: head.raw, as: UTF8.self) } else { nil }
    }
    #expect(heads.count == 2 && heads.allSatisfy { !$0.contains(Self.key) }, "the key stays out: \(heads)")
    await server.shutdown()
  }

  @Test func withoutAKeyItGetsToTheFront() async throws {
    let (server, url) = try await service()
    let (result, _) = try await probe(url, hasKey: false)
    #expect(result.blame.culprit == .nobody && result.blame.verdict == .inconclusive, "\(result)")
    #expect(works(result.stages[3]) && result.stages[3].text.contains("401"), "\(result.stages)")
    await server.shutdown()
  }

  @Test(arguments: [401: ProbeBlame.Culprit.key, 402: .plan, 429: .rate]) func aRefusalOfTheService(
    status: Int, culprit: ProbeBlame.Culprit
  ) async throws {
    let (server, url) = try await service { settings in
      switch status {
      case 401: settings.keys = ["another"]
      case 402: settings.hasCredit = false
      default: settings.refusal = .tooMany
      }
    }
    let (result, recording) = try await probe(url)
    #expect(result.blame.culprit == culprit && result.blame.verdict == .faulty && failed(result) == .upgrade, "\(result)")
    #expect(result.blame.sentence.contains("\(status)"))
    #expect(recording.sessions.count == 1, "what was refused once is not asked again")
    await server.shutdown()
  }

  /// One that answers everybody with the same page.
  private func page(_ status: Int, _ headers: [HeaderField] = [], _ body: String) async throws -> (LabServer, String) {
    let answer = ResponseHead(status: status, reason: "", headers: headers, body: Array(body.utf8))
    let server = try await LabServer.start(host: "127.0.0.1", port: 0, group: group, clock: clock) { _ in .respond(answer) }
    return (server, "ws://127.0.0.1:\(server.boundAddress.port)/v1/listen")
  }

  @Test func aPageOfSomebodyInBetween() async throws {
    let (server, url) = try await page(403, [HeaderField("Via", "1.1 filter")], "<html>denied</html>")
    let (result, recording) = try await probe(url)
    #expect(result.blame.culprit == .proxy && result.blame.verdict == .unreachable && failed(result) == .upgrade, "\(result)")
    #expect(result.stages[3].remarks.contains { $0.contains("Via: 1.1 filter") })
    #expect(recording.sessions.count == 2 && result.stages[6].status == .failed, "plain HTTP is tried too")
    await server.shutdown()
  }

  @Test(arguments: [true, false]) func theServiceFails(byItsOwnAccount: Bool) async throws {
    let (server, url) = try await page(503, byItsOwnAccount ? [HeaderField("dg-request-id", "r-1")] : [], "no")
    let (result, _) = try await probe(url)
    #expect(result.blame.culprit == .service && failed(result) == .upgrade, "\(result)")
    #expect(result.blame.verdict == (byItsOwnAccount ? .faulty : .unreachable))
    await server.shutdown()
  }

  @Test(arguments: [("ws", ProbeStage.ID.upgrade), ("wss", .tls)]) func aPortThatSaysNothing(scheme: String, stage: ProbeStage.ID)
    async throws
  {
    let mute = try await ServerBootstrap(group: group).childChannelOption(.autoRead, value: false).bind(host: "127.0.0.1", port: 0).get()
    let port = try #require(mute.localAddress?.port)
    let (result, _) = try await probe("\(scheme)://127.0.0.1:\(port)/listen", party: .relay, patience: .milliseconds(300))
    #expect(result.blame.culprit == .relay && result.blame.verdict == .unreachable && failed(result) == stage, "\(result)")
    try await mute.close()
  }

  @Test func nobodyListens() async throws {
    let (server, url) = try await service()
    await server.shutdown()
    let (result, recording) = try await probe(url, party: .relay)
    #expect(result.blame.culprit == .relay && failed(result) == .tcp && recording.sessions.isEmpty, "\(result)")
  }

  @Test func aNameThatNobodyHas() async throws {
    let (result, _) = try await probe("ws://nobody.invalid/listen", party: .relay)
    #expect(failed(result) == .name && [.name, .network].contains(result.blame.culprit), "\(result)")
  }

  @Test func aRelayIsMetAsItsClientsMeetIt() async throws {
    let (service, _) = try await service()
    let lab = StandingLab(faults: FaultSet(), clips: [], startedAtUnixNanoseconds: 0)
    let place = Endpoint(scheme: .ws, host: "127.0.0.1", port: service.boundAddress.port)
    let relay = try await lab.relay(
      host: "127.0.0.1", port: 0, dial: DialPlan(endpoint: place, observation: nil), authorization: "Token k", group: group, clock: clock)
    let (result, _) = try await probe("ws://localhost:\(relay.boundAddress.port)/speech", party: .relay)
    #expect(result.blame.culprit == .nobody && result.blame.verdict == .healthy && result.stages[6].status == .skipped, "\(result)")
    #expect(works(result.stages[0]), "localhost is a name")
    await relay.shutdown()
    await service.shutdown()
  }

  /// What is wrong with a certificate, and nothing else: its issuer is trusted.
  @Test(arguments: [
    ("CERTIFICATE_EXPIRED", -9 ... -2, "localhost"), ("HOSTNAME_MISMATCH", -1...60, "other.test"), ("SELF_SIGNED", -1...60, "localhost"),
  ])
  func aBadCertificate(code: String, days: ClosedRange<Int>, name: String) async throws {
    let tls = try #require(SelfSignedCertificate.make("test", names: "DNS:\(name)", days: days))
    let answer = ResponseHead(status: 404, reason: "", headers: [])
    let server = try await LabServer.start(host: "127.0.0.1", port: 0, tls: tls, group: group, clock: clock) { _ in .respond(answer) }
    let trusting = TLSOptions(extraCertificateAuthorities: code == "SELF_SIGNED" ? nil : tls.certificateChain)
    let (result, recording) = try await probe(
      "wss://localhost:\(server.boundAddress.port)/listen", party: .relay, options: DialOptions(tls: trusting))
    #expect(result.blame.culprit == .certificate && result.blame.verdict == .unreachable && failed(result) == .tls, "\(result)")
    #expect(result.stages[2].text.hasPrefix(code) && result.stages[2].remarks.contains { $0.hasPrefix("CN=test") }, "\(result.stages)")
    #expect(result.blame.remedy?.isEmpty == false && recording.sessions.count == 1)
    await server.shutdown()
  }

  /// One that holds for a few days more is let through, and told.
  @Test func aCertificateThatEndsSoon() async throws {
    let tls = try #require(SelfSignedCertificate.make("test", names: "DNS:localhost", days: -1...5))
    let answer = ResponseHead(status: 404, reason: "", headers: [])
    let server = try await LabServer.start(host: "127.0.0.1", port: 0, tls: tls, group: group, clock: clock) { _ in .respond(answer) }
    let options = DialOptions(tls: TLSOptions(extraCertificateAuthorities: tls.certificateChain))
    let (result, _) = try await probe("wss://localhost:\(server.boundAddress.port)/listen", party: .relay, options: options)
    #expect(result.stages[2].status == .doubtful && result.stages[2].remarks.contains { $0.contains("ends in") }, "\(result.stages)")
    #expect(result.blame.culprit == .relay && failed(result) == .upgrade, "\(result)")
    await server.shutdown()
  }

  @Test func aProxyThatRefuses() async throws {
    let (proxy, _) = try await page(407, [HeaderField("Proxy-Authenticate", "Basic")], "")
    let options = DialOptions(
      proxy: DialOptions.Proxy(address: DialOptions.HostPort(host: "127.0.0.1", port: proxy.boundAddress.port)))
    let (result, _) = try await probe("wss://nobody.invalid/listen", party: .relay, options: options)
    #expect(result.blame.culprit == .proxy && failed(result) == .tcp, "\(result)")
    #expect(result.blame.sentence.contains("407") && result.blame.sentence.contains("credentials"), "\(result.blame)")
    #expect(result.way.proxy == "127.0.0.1:\(proxy.boundAddress.port)", "the name is the proxy's to look up")
    await proxy.shutdown()
  }
}
