import Testing
import Timeline

@testable import Diagnosis

/// Whether all of the client's audio was due at the service, or somebody had ended something before.
struct CutShortTests {
  private static let whole = "\(Told.speaking)\n\(Told.passedOn)\n"

  @Test(
    arguments: [
      FactCase("a stop that is passed on", "2.1 client → text stop\n2.15 service → CloseStream", nil),
      FactCase("a stop, and a relay that leaves the service", "2.1 client → text stop\n2.3 service → close 1000", nil),
      FactCase("no stop", "3 client → close 1000\n3.1 service → CloseStream", "the client left before it said that its audio was over"),
      FactCase(
        "a relay that left before the stop", "2.05 client ← close 1000\n2.1 client → text stop",
        "the relay had left before the client said stop"),
      FactCase("a relay that left at the stop", "2.1 client → text stop\n2.1 client ← close 1000\n2.1 service → CloseStream", nil),
      FactCase(
        "a relay that left the service before", "1.5 service → close 1000\n2.1 client → text stop",
        "the relay had left the service before the client said stop"),
      FactCase(
        "a service that ended it first", "2.1 client → text stop\n2.2 service ← close 1011",
        "the service ended the connection first"),
      FactCase(
        "a service that ended it in the middle", "1.5 service ← close 1011\n2.1 client → text stop\n2.2 service → CloseStream",
        "the service ended the connection first"),
      FactCase("a service that answers the end", "2.1 client → text stop\n2.15 service → CloseStream\n2.3 service ← close 1000", nil),
      FactCase(
        "a stop that goes nowhere", "2.1 client → text stop\n9 client ← close 1000", "the relay never ended its stream to the service"),
      FactCase(
        "a relay that ends the stream in the middle", "1.5 service → CloseStream\n2.1 client → text stop",
        "the relay had ended its stream to the service before the client said stop"),
      FactCase("an end as the stop comes, by another clock", "2.09 service → CloseStream\n2.1 client → text stop", nil),
      FactCase("an empty message for the end", "2.1 client → text stop\n2.15 service → empty", nil),
      FactCase("Finalize behind the audio", "2.1 client → text stop\n2.15 service → Finalize\n2.2 service ← close 1000", nil),
      // What flushes in the middle ends nothing.
      FactCase(
        "Finalize in the middle, and a service that leaves", "1.0 service → Finalize\n2.1 client → text stop\n2.2 service ← close 1011",
        "the service ended the connection first"),
      FactCase(
        "Finalize in the middle, and a relay that leaves before the stop",
        "1.0 service → Finalize\n1.5 service → close 1000\n2.1 client → text stop",
        "the relay had left the service before the client said stop"),
      FactCase(
        "Finalize in the middle, and a stop that goes nowhere", "1.0 service → Finalize\n2.1 client → text stop\n9 client ← close 1000",
        "the relay never ended its stream to the service"),
    ] as [FactCase<String?>])
  func isSaid(_ test: FactCase<String?>) throws {
    #expect(try Told.facts(Self.whole + test.lines).cutShort == test.says)
  }

  @Test func withoutAServiceNothingWasDue() throws {
    #expect(try Told.facts("\(Told.speaking)\n2.1 client → text stop").cutShort == "no connection to the service")
  }

  @Test func whatWasInterruptedIsCut() throws {
    let facts = try Told.facts(Self.whole + "2.1 client → text stop\n2.15 service → CloseStream") { $0.sessions[0].outcome = .interrupted }
    #expect(facts.cutShort == "the session was interrupted")
  }

  /// The first sign that the stream to the service is over.
  @Test(
    arguments: [
      FactCase("CloseStream", "2.1 service → CloseStream\n2.3 service → close 1000", 2.1),
      FactCase("a Close alone", "2.3 service → close 1000", 2.3), FactCase("TCP alone", "2.4 service end fin by=relay", 2.4),
      FactCase("an empty message", "2.1 service → empty", 2.1), FactCase("the service's Close", "2.1 service ← close 1000", nil),
      FactCase("KeepAlive", "2.1 service → KeepAlive", nil),
      FactCase("Finalize in the middle, and CloseStream", "1.0 service → Finalize\n2.1 service → CloseStream", 2.1),
    ] as [FactCase<Double?>])
  func theStreamEnds(_ test: FactCase<Double?>) throws {
    #expect(try Told.facts(Self.whole + test.lines).streamEnd?.at == test.says.map(Nanoseconds.seconds))
  }
}
