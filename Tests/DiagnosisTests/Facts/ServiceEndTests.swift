import Testing
import Timeline

@testable import Diagnosis

/// Ends of the service's own making: it left, broke off, or said nothing more.
struct ServiceEndTests {
  private static let whole = "\(Told.speaking)\n\(Told.passedOn)\n"

  @Test(
    arguments: [
      FactCase("in the middle of the audio", "1.5 service ← close 1011", 1.5), FactCase("by TCP", "1.5 service end rst by=service", 1.5),
      FactCase("by the network", "1.5 service end rst", nil), FactCase("the relay left", "1.5 service → close 1000", nil),
      FactCase("behind the end of the stream", "2.1 service → CloseStream\n2.2 service ← close 1000", nil),
      FactCase("as long behind the audio as a pause", "4.04 service ← close 1011", 4.04),
      FactCase("two seconds behind it", "4.05 service ← close 1011", nil),
      FactCase("behind the client's stop, normally", "2.0 client → text stop\n2.1 service ← close 1000", nil),
      FactCase("behind the client's stop, by a failure", "2.0 client → text stop\n2.1 service ← close 1011", 2.1),
      FactCase("behind a client that left", "2.01 client → close 1000\n2.1 service ← close 1011", nil),
      FactCase("behind the relay's end", "1.4 client ← close 1011\n1.5 service ← close 1011", nil),
      FactCase("with the relay's end, as far as clocks go", "1.48 client ← close 1011\n1.5 service ← close 1011", 1.5),
    ] as [FactCase<Double?>])
  func itLeftInTheMiddle(_ test: FactCase<Double?>) throws {
    #expect(try Told.facts(Self.whole + test.lines).serviceLeaving?.goodbye.at == test.says.map(Nanoseconds.seconds))
  }

  @Test func theFirstOfTwoConnectionsThatItLeft() throws {
    let lines = """
      0.02 service → GET /v1/listen
      0.05 service ← 101
      0.15-1.05 service → audio 1.0s
      1.10 service ← close 1011
      1.20 service → GET /v1/listen
      1.25 service ← 101
      1.30-2.05 service → audio 0.8s from=1
      2.06 service ← close 1011
      """
    let facts = try Told.facts("\(Told.speaking)\n\(lines)")
    #expect(facts.serviceLeaving?.goodbye.at == .seconds(1.1))
    #expect(facts.services.count == 2)
    // Between the two nobody took the audio; behind the second nobody at all.
    #expect(facts.audioSecondsUnheard(since: .seconds(1.1)) == 0)
    #expect(facts.audioSecondsUnheard(since: .seconds(1.95)) == 0.1)
  }

  @Test func whatWasNotOpenWasNotLeft() throws {
    let lines = "0.02 service → GET /v1/listen\n0.05 service ← 401\n0.06 service end fin by=service"
    #expect(try Told.facts("\(Told.speaking)\n\(lines)").serviceLeaving == nil)
  }

  /// TCP without a Close, and without the Metadata that is owed behind CloseStream.
  @Test(
    arguments: [
      FactCase("broken off", "2.1 service → CloseStream\n2.5 service end rst by=service", 2.5),
      FactCase("with a Close", "2.1 service → CloseStream\n2.5 service ← close 1000", nil),
      FactCase("behind Metadata", "2.1 service → CloseStream\n2.4 service ← metadata\n2.5 service end fin by=service", nil),
      FactCase("without CloseStream", "2.5 service end rst by=service", nil),
      FactCase("five seconds later", "2.1 service → CloseStream\n7.1 service end rst by=service", nil),
      FactCase("by the relay", "2.1 service → CloseStream\n2.5 service end rst by=relay", nil),
      FactCase("behind the relay's own end", "2.1 service → CloseStream\n2.2 client ← close 1000\n2.5 service end rst by=service", nil),
      FactCase("behind a client that left", "2.1 service → CloseStream\n2.2 client → close 1000\n2.5 service end rst by=service", nil),
    ] as [FactCase<Double?>])
  func itBrokeOff(_ test: FactCase<Double?>) throws {
    #expect(try Told.facts(Self.whole + test.lines).serviceBreakingOff?.at == test.says.map(Nanoseconds.seconds))
  }

  /// Without a Close of either, and the relay did not leave its client of its own will.
  @Test(
    arguments: [
      FactCase("and the relay says so", "2.5 client ← close 1011\n2.5 service end rst", true),
      FactCase("and the relay says nothing", "2.5 client end fin by=relay\n2.5 service end rst", true),
      FactCase("and the relay is through", "2.5 client ← close 1000\n2.5 service end rst", false),
      FactCase("and the relay gives no reason", "2.5 client ← close\n2.5 service end rst", false),
      FactCase("by a Close of the relay's", "2.4 service → close 1000\n2.5 client ← close 1011\n2.5 service end rst", false),
      FactCase("by no reset", "2.5 client ← close 1011\n2.5 service end fin", false),
      FactCase("as late as it travels", "2.5 client ← close 1011\n2.55 service end rst", true),
      FactCase("later than that", "2.5 client ← close 1011\n2.551 service end rst", false),
    ] as [FactCase<Bool>])
  func theHopBroke(_ test: FactCase<Bool>) throws {
    let facts = try Told.facts(Self.whole + test.lines)
    #expect(facts.serviceHopBroke(before: try #require(facts.relayEnded)) == test.says)
  }

  /// Silence behind the end of the stream: from when, and for how long.
  struct Silent: Sendable, Equatable {
    var last: Double
    var length: Double
  }

  @Test(
    arguments: [
      FactCase<Silent?>("until the client gave up", "2.1 service → CloseStream\n12.1 client → close 1000", Silent(last: 0.05, length: 10)),
      FactCase<Silent?>("until the relay left", "2.1 service → CloseStream\n5.1 service → close 1000", Silent(last: 0.05, length: 3)),
      FactCase<Silent?>(
        "since its last word", "1 service ← results a\n2.1 service → CloseStream\n12.1 client → close 1000", Silent(last: 1, length: 10)),
      FactCase<Silent?>(
        "since its last pong", "1 service ← pong a\n2.1 service → CloseStream\n12.1 client → close 1000", Silent(last: 1, length: 10)),
      FactCase<Silent?>("until the recording ends", "2.1 service → Finalize\n8.1 note remark late", Silent(last: 0.05, length: 6)),
      FactCase<Silent?>("a word behind it", "2.1 service → CloseStream\n3 service ← results a\n12 client → close 1000", nil),
      FactCase<Silent?>("a Close", "2.1 service → CloseStream\n3 service ← close 1000\n12 client → close 1000", nil),
      FactCase<Silent?>("TCP", "2.1 service → CloseStream\n3 service end fin by=service\n12 client → close 1000", nil),
      FactCase<Silent?>("no end of the stream", "12 client → close 1000", nil),
      FactCase<Silent?>("a flush in the middle", "1 service → Finalize\n12 client → close 1000", nil),
    ] as [FactCase<Silent?>])
  func itSaidNothingMore(_ test: FactCase<Silent?>) throws {
    let silence = try Told.facts(Self.whole + test.lines).serviceSilence
    #expect(silence.map { Silent(last: $0.last.at.seconds, length: $0.length.seconds) } == test.says)
  }
}
