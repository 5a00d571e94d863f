import Testing
import Timeline

@testable import Diagnosis

/// Time in which nothing was said, and ends that came of it.
struct SilenceTests {
  @Test(
    arguments: [
      FactCase("two seconds", "4 client end rst", 2.0), FactCase("less", "3.999 client end rst", nil),
      FactCase("a Close frame", "9 client ← close 1000", nil), FactCase("the client's own leaving", "9 client end fin by=client", nil),
      FactCase("a message in between", "7 client ← results one final\n9 client end rst", 2.0),
      FactCase("a message just before", "8 client ← results one final\n9 client end rst", nil),
      FactCase("a ping in between", "8 client ← ping a\n9 client end rst", nil),
      FactCase("a pong in between", "8 client → pong a\n9 client end rst", nil),
      FactCase("KeepAlive in between", "8 client → KeepAlive\n9 client end rst", nil),
      FactCase("nobody ended it", "9 note wait-expired late", nil),
    ] as [FactCase<Double?>])
  func idleBeforeBreak(_ test: FactCase<Double?>) throws {
    #expect(try Told.facts("\(Told.speaking)\n\(test.lines)").idleBeforeBreak == test.says.map(Nanoseconds.seconds))
  }

  @Test func anOpeningAloneMayBeIdleToo() throws {
    #expect(try Told.facts("0 client → GET /\n0.5 client ← 101\n9.5 client end rst").idleBeforeBreak == .seconds(9))
    #expect(try Told.facts("0 client → GET /\n9.5 client end rst").idleBeforeBreak == nil)
  }

  @Test func theLongestSilenceIsBetweenTwoPieces() throws {
    let lines = "0 client → GET /\n0 client ← 101\n1-2 client → audio 1.1s\n7-8 client → audio 1.1s\n60 client → text stop"
    #expect(try Told.facts(lines).longestSilence == .seconds(5))
    #expect(try Told.facts("0 client → GET /\n0 client ← 101\n1 client → audio 0.1s").longestSilence == 0)
    #expect(try Told.facts("0 client → GET /").longestSilence == 0)
  }

  /// A session that the service ended because it heard nothing: how long it had, and what it should have heard.
  struct Idle: Sendable, Equatable {
    var silence: Double
    var unheard: Double?
  }

  @Test(
    arguments: [
      FactCase<Idle?>("a client that falls silent", "12.05 service ← close 1011 NET0001\n12.1 client ← close 1011", Idle(silence: 10)),
      FactCase<Idle?>(
        "a KeepAlive that is not passed on", "7 client → KeepAlive\n12.05 service ← close 1011 NET0001\n12.1 client ← close 1011",
        Idle(silence: 10, unheard: 7)),
      FactCase<Idle?>("by the new words", "12.05 service ← close 1011 \"see net-0001\"\n12.1 client ← close 1011", Idle(silence: 10)),
      FactCase<Idle?>("by another word", "12.05 service ← close 1011 \"NET0000\"\n12.1 client ← close 1011", nil),
      FactCase<Idle?>("eight seconds are not enough", "10.05 service ← close 1011 NET0001\n10.1 client ← close 1011", nil),
      FactCase<Idle?>("behind the stop", "2.1 client → text stop\n12.05 service ← close 1011 NET0001\n12.1 client ← close 1011", nil),
      FactCase<Idle?>("behind a client that left", "3 client → close 1000\n12.05 service ← close 1011 NET0001", nil),
      FactCase<Idle?>("behind the relay's end", "3 client ← close 1000\n12.05 service ← close 1011 NET0001", nil),
      FactCase<Idle?>(
        "a KeepAlive that is passed on", "7 client → KeepAlive\n7.05 service → KeepAlive\n17.05 service ← close 1011 NET0001",
        Idle(silence: 10)),
    ] as [FactCase<Idle?>])
  func idleEnd(_ test: FactCase<Idle?>) throws {
    let idle = try Told.facts("\(Told.speaking)\n\(Told.passedOn)\n\(test.lines)").idleEnd
    #expect(idle.map { Idle(silence: $0.silence.seconds, unheard: $0.unheard?.at.seconds) } == test.says)
  }

  @Test(
    arguments: [
      FactCase<Idle?>("the relay passes the words on", "12 client ← close 1011 NET0001", Idle(silence: 10)),
      FactCase<Idle?>("with a KeepAlive", "7 client → KeepAlive\n12 client ← close 1011 NET0001", Idle(silence: 10, unheard: 7)),
      FactCase<Idle?>("it keeps them", "12 client ← close 1011", nil),
      FactCase<Idle?>("behind the stop", "2.1 client → text stop\n12 client ← close 1011 NET0001", nil),
    ] as [FactCase<Idle?>])
  func fromTheClientHop(_ test: FactCase<Idle?>) throws {
    let idle = try Told.facts("\(Told.speaking)\n\(test.lines)", serviceHop: .unseen).idleEnd
    #expect(idle.map { Idle(silence: $0.silence.seconds, unheard: $0.unheard?.at.seconds) } == test.says)
  }

  @Test func whoNeverSpokeWasIdleSinceItWasLetIn() throws {
    let lines = "0 client → GET /\n0 client ← 101\n0 service → GET /\n1 service ← 101\n"
    #expect(try Told.facts(lines + "11 service ← close 1011 NET0001").idleEnd?.silence == .seconds(10))
    #expect(try Told.facts(lines + "9 service ← close 1011 NET0001").idleEnd == nil)
    #expect(try Told.facts("0 client → GET /\n1 client ← 101\n11 client ← close 1011 NET0001").idleEnd?.silence == .seconds(10))
  }
}
