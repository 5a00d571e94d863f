import Testing
import Timeline

@testable import Diagnosis

/// What a run as a whole was: its sessions, their connections, and whom the relay turned away.
struct RunFactsTests {
  private static let second = """

    session second audio=linear16/16000/1 seconds=2 stop="stop"
    10.00 client → GET /listen
    10.01 client ← 101
    10.10-12.00 client → audio 2.0s
    """

  @Test func aSessionWithoutEventsWasNotPlayed() throws {
    let run = try Told.run("\(Told.speaking)\nsession skipped audio=linear16/16000/1 seconds=2\n\(Self.second)")
    #expect(run.sessions.map(\.info.number) == [1, 3])
    #expect(run.session(3)?.info.scenario == "second" && run.session(2) == nil)
  }

  @Test(arguments: [(RunInfo.ServiceHop.unseen, false), (.simulated, true), (.tapped, true), (.direct, true)])
  func theServiceHopIsSeen(hop: RunInfo.ServiceHop, isSeen: Bool) throws {
    #expect(try Told.run(Told.speaking, serviceHop: hop).seesServiceHop == isSeen)
  }

  /// Without a relay the client's connection is the service's too.
  @Test func aDirectSessionHasOneConnectionTwice() throws {
    let facts = try Told.facts("\(Told.speaking)\n3 client ← close 1000", serviceHop: .direct)
    #expect(facts.services.count == 1 && facts.service?.audioBytes == facts.client.audioBytes)
    #expect(facts.service?.close(by: .service) != nil && facts.travel == 0)
  }

  /// The connection that carried most is the session's.
  @Test func ofTwoConnectionsTheOneWithMoreAudioCounts() throws {
    let lines =
      "0.02 service → GET /a\n0.03 service ← 101\n0.04 service → audio 0.1s\n0.05 service → GET /b\n0.06 service ← 101\n0.1-1 service → audio 1.0s"
    let facts = try Told.facts("\(Told.speaking)\n\(lines)")
    #expect(facts.services.map { $0.request?.value.target } == ["/a", "/b"])
    #expect(facts.service?.request?.value.target == "/b")
  }

  /// A client that comes back: each of its connections has its own service connection, and its own end.
  @Test func aClientThatComesBackHasTwoLegs() throws {
    let lines = """
      0.02 service → GET /v1/listen
      0.05 service ← 101
      0.15-2.05 service → audio 2.0s
      2.1 client end rst
      3 client → GET /listen
      3.01 client ← 101
      3.02 service → GET /v1/listen
      3.05 service ← 101
      3.1-6 client → audio 3.0s
      3.15-6.05 service → audio 3.0s
      6.1 client → text stop
      7 client ← close 1000
      """
    let facts = try Told.facts("\(Told.speaking)\n\(lines)")
    #expect(facts.clients.count == 2 && facts.services.count == 2)
    #expect(facts.client.audio.count == 20 && facts.service?.audio.count == 20)
    let legs = facts.legs
    #expect(legs.map(\.client.audio.count) == [20, 30])
    #expect(legs.map(\.services.count) == [1, 1])
    #expect(legs.map { $0.stop?.at } == [nil, .seconds(6.1)])
    #expect(legs.map { $0.relayEnded?.at } == [.seconds(2.1), .seconds(7)])
    #expect(legs.map(\.lastEventAt) == [.seconds(3), .seconds(7)])
  }

  @Test func aClientThatStaysIsItsOnlyLeg() throws {
    let facts = try Told.facts(Told.speaking)
    #expect(facts.legs.count == 1 && facts.legs[0].client.audio.count == 20)
  }

  /// Sessions that go on at the same time: not where one begins when the other ends.
  @Test(arguments: [(9.0, [Int]()), (10.0, []), (10.001, [2]), (30.0, [2])])
  func isBesideOthers(end: Double, others: [Int]) throws {
    let run = try Told.run("\(Told.speaking)\n\(end) client ← close 1000\(Self.second)")
    let first = try #require(run.session(1))
    #expect(run.sessions(beside: first).map(\.info.number) == others)
    #expect(run.goesOnBesideOthers(first) == !others.isEmpty)
    #expect(run.goesOnBesideOthers(try #require(run.session(2))) == !others.isEmpty)
  }

  /// The next client that was not let in, within a minute of the end.
  @Test(
    arguments: [
      FactCase("not reached", "5 client failed connect ECONNREFUSED", 2), FactCase("not answered", "5 client → GET /\n9 client end rst", 2),
      FactCase("refused, with a word", "5 client → GET /\n5.1 client ← 503", nil),
      FactCase("let in", "5 client → GET /\n5.1 client ← 101", nil),
      FactCase("a minute later", "63 client failed connect ECONNREFUSED", nil),
      FactCase("a second before that", "62 client failed connect ECONNREFUSED", 2),
    ] as [FactCase<Int?>])
  func isTurnedAway(_ test: FactCase<Int?>) throws {
    let next = "session next audio=linear16/16000/1 seconds=2\n\(test.lines)"
    let run = try Told.run("\(Told.speaking)\n3 client end rst\n\(next)")
    #expect(run.turnedAway(after: try #require(run.session(1)))?.info.number == test.says)
  }

  @Test func whoEndedNothingTurnedNobodyAway() throws {
    let run = try Told.run(
      "\(Told.speaking)\n3 client → close 1000\nsession next audio=linear16/16000/1 seconds=2\n5 client failed connect ECONNREFUSED")
    #expect(run.turnedAway(after: try #require(run.session(1))) == nil)
  }

  /// A connection to the service that is there while a client is, whosesoever it is.
  @Test func aSharedConnectionIsThereForAll() throws {
    let lines = "0.02 service → GET /v1/listen\n0.05 service ← 101\n"
    let open = try Told.run("\(Told.speaking)\n\(lines)\(Self.second)")
    #expect(open.hasServiceConnection(during: try #require(open.session(2))))
    #expect(open.session(2)?.services.isEmpty == true)
    let closed = try Told.run("\(Told.speaking)\n\(lines)9 service end fin by=relay\(Self.second)")
    #expect(!closed.hasServiceConnection(during: try #require(closed.session(2))))
    let failed = try Told.run("\(Told.speaking)\n0.02 service failed connect ECONNREFUSED\(Self.second)")
    #expect(!failed.hasServiceConnection(during: try #require(failed.session(2))))
  }

  @Test func audioOfNoSessionIsAStray() throws {
    var recording = try Told.recording("\(Told.speaking)\n\(Told.passedOn)")
    #expect(RunFacts(recording).strays == 0)
    for index in recording.events.indices where recording.events[index].hop == .service { recording.events[index].session = 0 }
    #expect(RunFacts(recording).strays == 1)
    #expect(RunFacts(recording).sessions.first?.services.isEmpty == true)
  }

  @Test func whatIsTrueOfSomeSession() throws {
    let none = try Told.run("0 client failed connect ECONNREFUSED").some
    #expect(!none.isOpen && !none.hasResults && !none.hasWords && !none.hasService && !none.streamedTwoUtterances)
    let empty = try Told.run("\(Told.speaking)\n\(Told.passedOn)\n3 client ← results \"\" final").some
    #expect(empty.isOpen && empty.hasResults && !empty.hasWords && empty.hasService && !empty.streamedTwoUtterances)
    let two = try Told.run("\(Told.speaking)\n3 client ← results a final", Told.session + " utterances=2").some
    #expect(two.hasWords && two.streamedTwoUtterances && !two.hasService)
  }

  /// A browser that does not get in, where others do.
  @Test func aBrowserIsTurnedAway() throws {
    let browser =
      "session page audio=linear16/16000/1 seconds=2\n20 note remark \"the client keeps a browser's rules\"\n20 client → GET /\n"
    func run(_ lines: String, _ other: String = Told.speaking) throws -> (RunFacts, SessionFacts) {
      let run = try Told.run("\(other)\n\(browser)\(lines)")
      return (run, try #require(run.session(2)))
    }
    let (refused, page) = try run("20.1 client ← 403")
    #expect(page.isBrowser && refused.turnsAway(browser: page))
    #expect(!refused.turnsAway(browser: try #require(refused.session(1))))
    let (open, visitor) = try run("20.1 client ← 101")
    #expect(!open.turnsAway(browser: visitor))
    let (failed, other) = try run("20.1 client ← 101\n20.1 note remark \"a browser fails the connection here\"")
    #expect(failed.turnsAway(browser: other))
    // Where nobody gets in, it is not the browser's rules.
    let (shut, last) = try run("20.1 client ← 403", "0 client → GET /\n0.1 client ← 403")
    #expect(!shut.turnsAway(browser: last))
  }

  /// Sessions in which the service was made to fail are no ordinary ones.
  @Test func anOutageIsNoSession() throws {
    let failing = Told.session + " service=reset"
    let lines = "\(Told.speaking)\n\(Told.passedOn)\n"
    let run = try Told.run(lines + "1.5 note misbehaved \"reset\"\n1.5 service end rst by=service", failing)
    #expect(run.sessions.isEmpty && run.outages.count == 1 && run.session(1) != nil)
    // Its moment did not come.
    let whole = try Told.run(lines, failing)
    #expect(whole.sessions.count == 1 && whole.outages.isEmpty)
  }

  @Test func whatTheSourceDoesNotRecordIsNotAsked() throws {
    var recording = try Told.recording(Told.speaking)
    #expect(RunFacts(recording).unseenDuties.isEmpty)
    recording.run.unrecorded = [.ends]
    #expect(RunFacts(recording).unseenDuties == [.staying, .closing, .leaving])
    recording.run.unrecorded = [.ends, .times]
    #expect(RunFacts(recording).unseenDuties == [.staying, .closing, .leaving, .audioPace, .resultsPace])
    recording.run.unrecorded = [.pings]
    #expect(RunFacts(recording).unseenDuties.isEmpty)
  }

  /// An end that nobody recorded may have been in the midst of the audio.
  @Test(
    arguments: [
      FactCase("in the midst of it", "", true), FactCase("a second behind it", "3 note remark late", false),
      FactCase("behind the stop", "2.1 client → text stop", false), FactCase("with a Close", "2.1 client ← close 1000", false),
      FactCase("with an end", "2.1 client end fin by=relay", false),
    ] as [FactCase<Bool>])
  func itIsOverUnseen(_ test: FactCase<Bool>) throws {
    var recording = try Told.recording("\(Told.speaking)\n\(test.lines)")
    recording.run.unrecorded = [.ends]
    let run = RunFacts(recording)
    #expect(try #require(run.sessions.first).isOverUnseen(in: run) == test.says)
    let seen = try Told.run("\(Told.speaking)\n\(test.lines)")
    #expect(try !#require(seen.sessions.first).isOverUnseen(in: seen))
  }
}
