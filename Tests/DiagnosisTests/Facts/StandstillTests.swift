import Testing
import Timeline

@testable import Diagnosis

/// Nothing went through any more, though nobody had ended anything: a relay that hangs, or a way that is cut.
struct StandstillTests {
  /// Audio goes through until 1.05, and words until 1.3.
  private static let stuck = """
    0 client → GET /
    0.01 client ← 101
    0.02 service → GET /v1/listen
    0.05 service ← 101
    0.10-1.00 client → audio 1.0s
    0.15-1.05 service → audio 1.0s
    1.10-3.00 client → audio 2.0s from=1
    1.20 service ← results one final start=0 duration=1
    1.30 client ← results one final start=0 duration=1
    """

  @Test(
    arguments: [
      FactCase("and the service's words go nowhere", "2.5 service ← results two final start=1 duration=1\n20 client → close 1000", true),
      FactCase("and the client's Close is not answered", "10 client → close 1000\n12 note wait-expired late", true),
      FactCase("and nothing more is known", "20 note wait-expired late", false),
      FactCase(
        "but the words come",
        "2.5 service ← results two final start=1 duration=1\n2.6 client ← results two final start=1 duration=1\n20 client → close 1000",
        false),
      FactCase("but the relay ends it soon", "2.5 service ← results two final start=1 duration=1\n4 client ← close 1011", false),
      FactCase("and the relay ends it long after", "2.5 service ← results two final start=1 duration=1\n14 client ← close 1011", true),
      FactCase(
        "but it says CloseStream", "2.5 service ← results two final start=1 duration=1\n3 service → CloseStream\n20 client → close 1000",
        false),
      FactCase(
        "but it leaves the service", "2.5 service ← results two final start=1 duration=1\n3 service → close 1000\n20 client → close 1000",
        false),
      FactCase("and the service's Close goes nowhere", "13 service ← close 1011 idle\n20 client → close 1000", true),
      FactCase("and its Close is answered", "13 service ← close 1011 idle\n13.1 service → close 1011\n20 client → close 1000", true),
      FactCase("but the client is told of its Close", "13 service ← close 1011 idle\n13.1 client ← close 1011\n20 note remark over", false),
      FactCase(
        "and the client is told of something else", "13 service ← close 1011 idle\n13.1 client ← close 1000\n20 note remark over", true),
      FactCase("but the audio comes late", "3.5-5.4 service → audio 2.0s from=1\n20 client → close 1000", false),
    ] as [FactCase<Bool>])
  func isSeen(_ test: FactCase<Bool>) throws {
    #expect((try Told.facts("\(Self.stuck)\n\(test.lines)").standstill != nil) == test.says)
  }

  /// All audio and its words went through; the client's stop and the service's Close did not.
  private static let over = """
    0 client → GET /
    0.01 client ← 101
    0.02 service → GET /v1/listen
    0.05 service ← 101
    0.10-3.00 client → audio 3.0s
    0.15-3.05 service → audio 3.0s
    3.20 service ← results one final start=0 duration=3
    3.21 client ← results one final start=0 duration=3
    3.30 client → CloseStream
    13.3 service ← close 1011 idle
    """

  @Test(
    arguments: [
      FactCase("nobody answers", "20 note remark over", true),
      FactCase("the recording ends too soon to tell", "13.4 note remark over", false),
      FactCase("the relay answers", "13.4 service → close 1011\n20 note remark over", false),
      FactCase("the relay tells its client", "13.4 client ← close 1011 idle\n20 note remark over", false),
      FactCase("the relay ends the session by itself much later", "18 client ← close 1011 late\n20 note remark over", true),
    ] as [FactCase<Bool>])
  func behindTheStop(_ test: FactCase<Bool>) throws {
    #expect((try Told.facts("\(Self.over)\n\(test.lines)").standstill != nil) == test.says)
  }

  /// Over a slow way the last that went through comes when its client has long said all.
  @Test func overASlowWay() throws {
    let lines = """
      0 client → GET /
      0.01 client ← 101
      0.02 service → GET /v1/listen
      0.05 service ← 101
      0.10-3.00 client → audio 3.0s
      3.15-4.05 service → audio 1.0s
      8.00 service ← results one final start=0 duration=1
      15.0 client → close 1000
      25.0 client end rst by=client
      """
    let still = try #require(try Told.facts(lines).standstill)
    #expect(still.last.at == .seconds(4.05) && still.unsaid != nil && still.unanswered != nil)
  }

  @Test func itBeganWithTheLastThatCameThrough() throws {
    let lines = "2.5 service ← results two final start=1 duration=1\n20 client → close 1000"
    let still = try #require(try Told.facts("\(Self.stuck)\n\(lines)").standstill)
    #expect(still.last.hop == .service && still.last.at == .seconds(1.05))
    #expect(still.unsaid != nil)
  }

  @Test func twoOpenConnectionsAreNoStandstill() throws {
    let lines =
      "1.1 service → GET /v1/listen\n1.2 service ← 101\n2.5 service ← results two final start=1 duration=1\n20 client → close 1000"
    #expect(try Told.facts("\(Self.stuck)\n\(lines)").standstill == nil)
  }

  /// The relay has 1.5 s to answer, with a Close or by ending the connection.
  @Test(
    arguments: [
      FactCase("not at all", "3 client → close 1000\n5 note remark late", true),
      FactCase("by its own", "3 client → close 1000\n4.9 client ← close 1000\n5 note remark late", false),
      FactCase("by TCP in time", "3 client → close 1000\n4.5 client end fin by=relay", false),
      FactCase("by TCP too late", "3 client → close 1000\n4.501 client end fin by=relay", true),
      FactCase("and the session is over", "3 client → close 1000\n4.5 note remark over", false),
      FactCase("and there was none", "9 note remark over", false),
      FactCase("the relay's came first", "2.9 client ← close 1000\n3 client → close 1000\n9 note remark over", false),
    ] as [FactCase<Bool>])
  func theClientsCloseIsNotAnswered(_ test: FactCase<Bool>) throws {
    #expect((try Told.facts("\(Told.speaking)\n\(test.lines)").unansweredClose != nil) == test.says)
  }

  @Test func whatTravelsHasLongerToAnswer() throws {
    let lines = "0.02 service → GET /\n0.05 service ← 101\n0.60-2.50 service → audio 2.0s\n3 client → close 1000\n"
    #expect(try Told.facts("\(Told.speaking)\n\(lines)5 note remark over").unansweredClose == nil)
    #expect(try Told.facts("\(Told.speaking)\n\(lines)5.1 note remark over").unansweredClose != nil)
  }

  @Test(
    arguments: [
      FactCase("not a word, and no answer", "3 client → close 1000\n9 note remark over", true),
      FactCase("a reset", "9 client end rst", true),
      FactCase("a word", "1 client ← results a\n3 client → close 1000\n9 note remark over", false),
      FactCase("a pong", "1 client ← pong a\n9 client end rst", false),
      FactCase("its Close", "9 client ← close 1011\n9 client end rst", false),
      FactCase("an end by the rules", "9 client end fin by=relay", false),
    ] as [FactCase<Bool>])
  func theRelayIsUnheard(_ test: FactCase<Bool>) throws {
    #expect(try Told.facts("\(Told.speaking)\n\(test.lines)").isRelayUnheard == test.says)
  }
}
