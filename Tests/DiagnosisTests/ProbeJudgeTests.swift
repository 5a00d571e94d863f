import Diagnosis
import Testing
import Timeline

/// Who is to blame for what a probe sees: each way in which a station can fail, and what must not be blamed.
@Suite struct ProbeJudgeTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var sight: ProbeSight
    /// The station that fails; nil: none.
    var fails: ProbeStage.ID?
    var culprit: ProbeBlame.Culprit
    var verdict: Verdict
    /// In the sentence.
    var says: String

    init(
      _ name: String, fails: ProbeStage.ID?, _ culprit: ProbeBlame.Culprit, _ verdict: Verdict, says: String, _ sight: ProbeSight
    ) {
      testDescription = name
      self.sight = sight
      self.fails = fails
      self.culprit = culprit
      self.verdict = verdict
      self.says = says
    }
  }

  typealias S = ProbeSamples

  static func onTheWay() throws -> [Case] {
    let silent = S.way([S.unanswered("TIMEOUT", took: .seconds(10))])
    let shut = S.way([S.unanswered("ECONNREFUSED"), S.unanswered("ENETUNREACH", "[2001:db8::1]:443")])
    let local = S.way([S.unanswered("ECONNREFUSED", "127.0.0.1:8080")])
    return [
      Case(
        "a name that nobody has", fails: .name, .name, .unreachable, says: "misspelled",
        try S.sight(S.unfound("EAI_NONAME"), party: .relay)),
      Case(
        "a name that exists", fails: .name, .network, .unreachable, says: "exists",
        try S.sight(S.unfound("EAI_NONAME"), isKnownHost: true)),
      Case(
        "a resolver that is silent", fails: .name, .network, .unreachable, says: "proxy, proxy.corp:3128",
        try S.sight(S.unfound("EAI_AGAIN"), environmentProxy: "proxy.corp:3128")),
      Case("nothing comes back", fails: .tcp, .network, .unreachable, says: "nothing comes back", try S.sight(silent)),
      Case(
        "the service's port is shut, and there is no IPv6 here", fails: .tcp, .network, .unreachable, says: "refuses", try S.sight(shut)),
      Case("the relay's port is shut", fails: .tcp, .relay, .unreachable, says: "nothing listens", try S.sight(shut, party: .relay)),
      Case("the lab's port is shut", fails: .tcp, .service, .unreachable, says: "nothing listens", try S.sight(local)),
      Case(
        "a proxy that is not there", fails: .tcp, .proxy, .unreachable, says: "does not take connections",
        try S.sight(S.way([S.unanswered("ECONNREFUSED")], proxy: "proxy.corp:3128"))),
      Case(
        "a proxy that refuses", fails: .tcp, .proxy, .unreachable, says: "answered CONNECT with 403",
        try S.sight(
          S.way(proxy: "proxy.corp:3128"),
          live: #"0.02 client failed connect PROXY_REFUSED "the proxy refused the way: it answered CONNECT with 403""#)),
    ]
  }

  static func ofTLS() throws -> [Case] {
    func failing(_ code: String, _ party: Party) throws -> ProbeSight {
      try S.sight(S.way(agreement: nil), live: #"0.02 client failed tls \#(code) "the certificate says so""#, party: party)
    }
    return [
      Case(
        "expired, of a relay", fails: .tls, .certificate, .unreachable, says: "The certificate says so",
        try failing("CERTIFICATE_EXPIRED", .relay)),
      Case("expired, of the service", fails: .tls, .certificate, .unreachable, says: "clock", try failing("CERTIFICATE_EXPIRED", .service)),
      Case(
        "signed by itself, of a relay", fails: .tls, .certificate, .unreachable, says: "The certificate", try failing("SELF_SIGNED", .relay)
      ),
      Case(
        "somebody opens TLS on the way to the service", fails: .tls, .proxy, .unreachable, says: "not the service's",
        try failing("UNKNOWN_AUTHORITY", .service)),
      Case("no TLS at a relay", fails: .tls, .relay, .unreachable, says: "TLS does not come about", try failing("PROTOCOL", .relay)),
      Case("cut in TLS before the service", fails: .tls, .network, .unreachable, says: "firewall", try failing("ECONNRESET", .service)),
      Case("cut in TLS by a relay", fails: .tls, .relay, .unreachable, says: "TLS does not come about", try failing("TIMEOUT", .relay)),
    ]
  }

  static func ofTheUpgrade() throws -> [Case] {
    let own = #"dg-error="so it says" dg-request-id="r-1""#
    func service(_ answer: String, hasKey: Bool = true) throws -> ProbeSight { try S.sight(live: S.refused(answer), hasKey: hasKey) }
    func relay(_ answer: String) throws -> ProbeSight { try S.sight(live: S.refused(answer), party: .relay) }
    return [
      Case("a wrong key", fails: .upgrade, .key, .faulty, says: "401 so it says", try service("401 \(own)")),
      Case("a key that may not", fails: .upgrade, .key, .faulty, says: "403", try service("403 \(own)")),
      Case("no money", fails: .upgrade, .plan, .faulty, says: "money", try service("402 \(own)")),
      Case("too many", fails: .upgrade, .rate, .faulty, says: "too many", try service("429 \(own)")),
      Case("a parameter", fails: .upgrade, .request, .faulty, says: "400 so it says", try service("400 \(own)")),
      Case("the service fails", fails: .upgrade, .service, .faulty, says: "by its own account", try service("503 \(own)")),
      Case(
        "its front alone answers", fails: .upgrade, .service, .unreachable, says: "nothing behind it",
        try service("502 body=\"bad gateway\"")),
      Case(
        "a filter's page", fails: .upgrade, .proxy, .unreachable, says: "none of the service's marks",
        try service("403 body=\"<html>denied by policy</html>\"")),
      Case(
        "a login page", fails: .upgrade, .proxy, .unreachable, says: "none of the service's marks",
        try service("302 location=\"http://portal/\"")),
      Case(
        "no key, and it says so", fails: nil, .nobody, .inconclusive, says: "as far as it goes", try service("401 \(own)", hasKey: false)),
      Case("a relay that passes the service's refusal on", fails: .upgrade, .key, .faulty, says: "passes on", try relay("401 \(own)")),
      Case("a relay's own credentials", fails: .upgrade, .relay, .unreachable, says: "credentials of its own", try relay("403")),
      Case("another path", fails: .upgrade, .relay, .unreachable, says: "Nothing takes WebSockets", try relay("404")),
      Case("a front without its relay", fails: .upgrade, .relay, .unreachable, says: "What stands before it", try relay("502")),
      Case("a web page", fails: .upgrade, .relay, .unreachable, says: "a web page", try relay("200 body=\"<html></html>\"")),
      Case(
        "a relay that does not answer", fails: .upgrade, .relay, .unreachable, says: "does not answer",
        try S.sight(
          live: "0.03 client → GET /listen\n10.0 client failed handshake TIMEOUT \"no answer within 10 s\"", party: .relay)),
      Case(
        "the service breaks off", fails: .upgrade, .proxy, .unreachable, says: "no proper answer",
        try S.sight(live: "0.03 client → GET /v1/listen\n0.1 client failed handshake CLOSED \"closed before it answered\"")),
    ]
  }

  static func ofSessions() throws -> [Case] {
    let opened = """
        0.03      client  → GET /v1/listen?\(S.query)
        0.20      client  ← 101
        0.30-2.30 client  → audio 2.0s
      """
    let silence = opened + "\n  2.32 client → CloseStream\n  14.4 note wait-expired \"closed within 12 s\""
    let passedOn = """
        0.03      client  → GET /listen
        0.20      client  ← 101
        0.25      client  ← close 1011 "service refused: 402 ASR_PAYMENT_REQUIRED (request r-1)"
      """
    return [
      Case(
        "all is well", fails: nil, .nobody, .healthy, says: "live and by HTTP", try S.sight(live: S.good, whole: S.heard("tell me more"))),
      Case(
        "the service is silent", fails: .firstMessage, .service, .faulty, says: "opens, and then fails",
        try S.sight(live: silence, whole: S.heard("tell me more"))),
      Case(
        "whole it works", fails: .firstMessage, .service, .faulty, says: "brings its words back",
        try S.sight(live: silence, whole: S.heard("tell me more"))),
      Case(
        "nothing is heard in speech", fails: .oneShot, .service, .faulty, says: "The live session works",
        try S.sight(live: S.good, whole: S.heard(""))),
      Case(
        "live alone it works", fails: .oneShot, .rate, .faulty, says: "The live session works",
        try S.sight(live: S.good, whole: ResponseHead(status: 429, reason: "Too Many Requests", headers: [HeaderField("dg-error", "no")]))),
      Case(
        "a filter in the way of uploads", fails: .oneShot, .proxy, .faulty, says: "none of the service's marks",
        try S.sight(live: S.good, whole: ResponseHead(status: 413, reason: "Too Large", headers: []))),
      Case(
        "a relay that passes a refusal on behind its 101", fails: .firstMessage, .plan, .faulty, says: "money",
        try S.sight(live: passedOn, party: .relay)),
      Case(
        "WebSockets alone are kept out", fails: .upgrade, .proxy, .unreachable, says: "WebSockets alone",
        try S.sight(live: S.refused("403 body=\"no\""), whole: S.heard("tell me more"))),
      Case(
        "Flux greets", fails: nil, .nobody, .inconclusive, says: "left at its greeting",
        try S.sight(
          live: "0.03 client → GET /v2/listen\n0.2 client ← 101\n0.21 client ← message \"{'type':'Connected'}\"\n0.3 client → close 1000",
          isFlux: true)),
      Case(
        "Flux hears", fails: nil, .nobody, .healthy, says: "live, in Flux",
        try S.sight(
          live: S.flux
            + "\n2.5 client ← message \"{'type':'TurnInfo','turn_index':0,'transcript':'tell me more'}\"\n2.6 client ← close 1000",
          isFlux: true)),
      Case(
        "Flux hears nothing in speech", fails: .session, .service, .faulty, says: "says no words",
        try S.sight(live: S.flux + "\n2.6 client ← close 1000", isFlux: true)),
      Case(
        "Flux says what it does not take", fails: .session, .request, .faulty, says: "UNPARSABLE: no such model",
        try S.sight(
          live: S.flux + "\n2.5 client ← message \"{'type':'Error','code':'UNPARSABLE','description':'no such model'}\"", isFlux: true)),
      Case(
        "Flux is silent", fails: .firstMessage, .service, .faulty, says: "greets at once",
        try S.sight(live: "0.03 client → GET /v2/listen\n0.2 client ← 101", isFlux: true)),
      Case(
        "nobody asks for a key", fails: nil, .nobody, .healthy, says: "works from here, live.", try S.sight(live: S.good, hasKey: false)),
      Case(
        "ended in the midst of it", fails: nil, .nobody, .inconclusive, says: "Not known",
        try S.sight(live: "0.03 client → GET /v1/listen", interrupted: true)),
    ]
  }

  @Test(arguments: try onTheWay() + ofTLS() + ofTheUpgrade() + ofSessions()) func blames(_ sample: Case) throws {
    let result = ProbeJudge.judge(sample.sight)
    #expect(result.stages.map(\.id) == ProbeStage.ID.allCases)
    #expect(result.stages.first { $0.status == .failed }?.id == sample.fails, "\(result.stages)")
    #expect(result.blame.culprit == sample.culprit && result.blame.verdict == sample.verdict, "\(result.blame)")
    #expect(result.blame.sentence.contains(sample.says), "\(result.blame.sentence)")
    // Behind what failed on the way, nothing is called good but what was tried by another way.
    guard let fails = sample.fails, let place = ProbeStage.ID.allCases.firstIndex(of: fails) else { return }
    for stage in result.stages[(place + 1)...] where [.tcp, .tls, .upgrade].contains(stage.id) { #expect(stage.status == .unreached) }
  }

  @Test func everyCulpritIsNamedSomewhere() throws {
    let named = Set(try (Self.onTheWay() + Self.ofTLS() + Self.ofTheUpgrade() + Self.ofSessions()).map(\.culprit))
    #expect(named == Set(ProbeBlame.Culprit.allCases))
  }

  @Test func whatIsSlowIsDoubtfulAndNobodysFault() throws {
    var way = S.way([ProbedWay.Call(address: "38.65.1.1:443", took: .seconds(1.2))], agreement: S.agreement(days: 3))
    way.lookup?.took = .seconds(2)
    way.secured = .seconds(3)
    let result = ProbeJudge.judge(try S.sight(way, live: S.good, whole: S.heard("tell me more")))
    #expect(result.blame.culprit == .nobody && result.blame.verdict == .healthy)
    #expect(result.blame.sentence.contains("Look at name, tcp and tls"), "\(result.blame.sentence)")
    #expect(result.stages.filter(\.isSlow).map(\.id) == [.name, .tcp, .tls])
    #expect(result.stages[2].remarks.contains { $0.contains("ends in 3 days") }, "\(result.stages[2])")
  }

  /// The travel is the network's: an upgrade is slow only by what it takes beyond it.
  @Test(arguments: [(0.012, true), (0.7, false)]) func theTravelIsNotTheServices(travel: Double, isSlow: Bool) throws {
    let way = S.way([ProbedWay.Call(address: "38.65.1.1:443", took: .seconds(travel))])
    let live = "0.0 client → GET /v1/listen\n1.5 client ← 401 dg-error=\"no\""
    let stage = ProbeJudge.judge(try S.sight(way, live: live, hasKey: false)).stages[3]
    #expect(stage.isSlow == isSlow && stage.took == .seconds(1.5), "\(stage)")
  }

  /// An address that swallows what it is sent costs whoever tries it first; a machine without IPv6 knows at once.
  @Test(arguments: [("TIMEOUT", ProbeStage.Status.doubtful), ("ENETUNREACH", .good)])
  func addressesAreToldApart(code: String, status: ProbeStage.Status) throws {
    let way = S.way([S.unanswered(code, "[2001:db8::1]:443"), S.far])
    let stage = ProbeJudge.judge(try S.sight(way, live: S.good, whole: S.heard("tell me more"))).stages[1]
    #expect(stage.status == status && stage.text == "1 of 2 addresses answer", "\(stage)")
    #expect(stage.remarks.prefix(2) == ["[2001:db8::1]:443: \(code) after 3 ms", "38.65.1.1:443: answers after 12 ms"], "\(stage)")
  }

  @Test func aRecordingIsSentWholeWhereItHasMoreToTell() throws {
    func wants(_ live: String?, hasKey: Bool = true) throws -> Bool {
      ProbeJudge.wantsOneShot(try S.sight(live: live).recording, hasKey: hasKey)
    }
    #expect(try wants(S.good) && wants(S.refused("403 body=\"no\"")))
    #expect(try wants("0.03 client → GET /v1/listen\n0.1 client failed handshake CLOSED"))
    #expect(try !wants(S.good, hasKey: false) && !wants(nil) && !wants(S.refused("401 dg-error=\"no\"")))
    #expect(try !wants("0.02 client failed tls SELF_SIGNED"))
  }

  @Test func whatIsNextFits() throws {
    let good = try S.sight(live: S.good, whole: S.heard("tell me more"))
    #expect(ProbeJudge.judge(good).next == "sttcheck run --relay URL")
    let keyless = try S.sight(live: S.refused("401 dg-error=\"no\""), hasKey: false)
    #expect(ProbeJudge.judge(keyless).next == "DEEPGRAM_API_KEY=KEY sttcheck probe wss://api.deepgram.com/v1/listen")
    #expect(ProbeJudge.judge(try S.sight(live: S.refused("401 dg-error=\"no\""))).next == nil)
  }
}
