import Testing
import Timeline

@testable import Diagnosis

/// Sessions that were cut in mid-stream when nothing had gone one way for a round time, or at a round age.
struct QuietTests {
  private static func facts(_ lines: String) throws -> SessionFacts {
    try Told.facts("0 client → GET /\n0 client ← 101\n\(lines)")
  }

  /// Which way nothing had gone, and how long the timer of that length is.
  struct Cut: Sendable, Equatable {
    var way: String
    var round: Double
  }

  private static let neither = "nothing went either way"
  private static let toTheClient = "nothing went to the client"
  private static let fromTheClient = "nothing came from the client"

  @Test(
    arguments: [
      FactCase<Cut?>("a minute", "1 client → audio 0.1s\n61 client end rst", Cut(way: neither, round: 60)),
      FactCase<Cut?>("as long, since it was let in", "60 client end rst", Cut(way: neither, round: 60)),
      FactCase<Cut?>("half a second more", "1 client → audio 0.1s\n61.5 client end rst", Cut(way: neither, round: 60)),
      FactCase<Cut?>("a bit more than that", "1 client → audio 0.1s\n61.6 client end rst", nil),
      FactCase<Cut?>("of nobody's timer", "1 client → audio 0.1s\n48.3 client end rst", nil),
      FactCase<Cut?>("too short to be one", "1 client → audio 0.1s\n11 client end rst", nil),
      FactCase<Cut?>(
        "no word from the client alone", "1 client → audio 0.1s\n50 client ← results a\n61 client end rst",
        Cut(way: fromTheClient, round: 60)),
      FactCase<Cut?>(
        "no word to the client alone", "1 client ← results a\n60.5 client → audio 0.1s\n61 client end rst", Cut(way: toTheClient, round: 60)
      ),
      FactCase<Cut?>(
        "a ping is something", "1 client → audio 0.1s\n41 client ← ping a\n41 client → pong a\n61 client end rst",
        Cut(way: neither, round: 20)),
      FactCase<Cut?>("behind the stop", "1 client → audio 0.1s\n1 client → text stop\n61 client end rst", nil),
      FactCase<Cut?>("by the client", "1 client → audio 0.1s\n61 client end fin by=client", nil),
      FactCase<Cut?>("a relay that says goodbye to who was silent", "1 client → audio 0.1s\n61 client ← close 1000", nil),
      FactCase<Cut?>(
        "a relay that says goodbye to who speaks", "1 client ← results a\n60 client → audio 0.1s\n61 client ← close 1000",
        Cut(way: toTheClient, round: 60)),
    ] as [FactCase<Cut?>])
  func before(_ test: FactCase<Cut?>) throws {
    let quiet = try Self.facts(test.lines).quietBeforeEnd
    #expect(quiet.map { Cut(way: $0.way.text, round: $0.round.length.seconds) } == test.says)
  }

  /// What the service ended is no timer's on the way.
  @Test func theServicesEndIsNone() throws {
    let lines = "0 service → GET /\n0 service ← 101\n1 client → audio 0.1s\n1 service → audio 0.1s\n"
    #expect(try Self.facts(lines + "60.9 service ← close 1011\n61 client end rst").quietBeforeEnd == nil)
    #expect(try Self.facts(lines + "60.9 service → close 1000\n61 client end rst").quietBeforeEnd != nil)
    #expect(try Self.facts(lines + "60 service ← close 1011\n60 client ← close 1011").roundLife == nil)
  }

  @Test func whoWasNotLetInWasNotQuiet() throws {
    #expect(try Told.facts("0 client → GET /\n60 client end rst").quietBeforeEnd == nil)
    #expect(try Told.facts("0 client → GET /\n1 client ← 403\n61 client end rst").quietBeforeEnd == nil)
  }

  @Test(
    arguments: [
      FactCase("an hour of a token", "3600 client end rst", 3600.0), FactCase("half a minute", "30.2 client ← close 1000", 30),
      FactCase("no round one", "33.3 client end rst", nil), FactCase("too short for a round one", "10 client end rst", nil),
      FactCase("behind the stop", "29 client → text stop\n30 client end rst", nil),
      FactCase("nobody's end", "30 note wait-expired late", nil),
    ] as [FactCase<Double?>])
  func age(_ test: FactCase<Double?>) throws {
    #expect(try Self.facts(test.lines).roundLife?.round.length == test.says.map(Nanoseconds.seconds))
  }
}
