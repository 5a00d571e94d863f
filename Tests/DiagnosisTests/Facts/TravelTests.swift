import Testing
import Timeline

@testable import Diagnosis

/// What the audio took from the client through the relay to the service, at its quickest.
struct TravelTests {
  private static let opening = "0 client → GET /\n0.01 client ← 101\n0.02 service → GET /v1/listen\n0.05 service ← 101\n"

  @Test(
    arguments: [
      FactCase("as it came", "0.1-2.0 client → audio 2.0s\n0.15-2.05 service → audio 2.0s", 0.05),
      FactCase("no time at all", "0.1-2.0 client → audio 2.0s\n0.1-2.0 service → audio 2.0s", 0),
      FactCase("before it was sent, by another clock", "0.1-2.0 client → audio 2.0s\n0.05-1.95 service → audio 2.0s", 0),
      FactCase("the beginning of it", "0.1-2.0 client → audio 2.0s\n0.15-1.95 service → audio 1.9s chunk=100", 0.05),
      FactCase("all but the beginning", "0.1-2.0 client → audio 2.0s\n0.15-2.05 service → audio 1.9s from=0.1", 0),
      FactCase("nothing", "0.1-2.0 client → audio 2.0s", 0),
      FactCase(
        "slow at first, quick at last",
        "0.1 client → audio 0.1s\n0.5 service → audio 0.1s\n1 client → audio 0.1s\n1.1 service → audio 0.1s", 0.1),
      // Four messages in one: the last of the four waited least.
      FactCase("in larger pieces", "0.1-2.0 client → audio 2.0s\n0.45-2.05 service → audio 2.0s chunk=400", 0.05),
      FactCase("in smaller pieces", "0.1-1.9 client → audio 2.0s chunk=200\n0.15-2.05 service → audio 2.0s chunk=100", 0.05),
    ] as [FactCase<Double>])
  func itTook(_ test: FactCase<Double>) throws {
    let facts = try Told.facts(Self.opening + test.lines)
    #expect(abs(facts.travel - .seconds(test.says)) <= .milliseconds(1), "\(facts.travel)")
    #expect(facts.grace == facts.travel + .milliseconds(300))
  }

  /// By the time that it holds: all of it, or the beginning.
  @Test(arguments: [("2.0s", 1.9, 0.05), ("1.5s", 1.4, 0.05), ("1.9s from=0.1", 1.9, 0)])
  func whatIsConvertedTook(_ what: String, until last: Double, seconds: Double) throws {
    let facts = try Told.facts(
      """
      0 client → GET /
      0.01 client ← 101
      0.02 service → GET /v1/listen?encoding=mulaw&sample_rate=16000
      0.05 service ← 101
      0.1-2.0 client → audio 2.0s
      0.15-\(last + 0.15) service → audio \(what) as=mulaw/16000/1
      """)
    #expect(abs(facts.travel - .seconds(seconds)) <= .milliseconds(1), "\(facts.travel)")
  }

  @Test func withoutAServiceHopItIsNothing() throws {
    let facts = try Told.facts(Told.speaking, serviceHop: .unseen)
    #expect(facts.travel == 0 && facts.grace == .milliseconds(300) && facts.service == nil)
  }

  /// The handshake's way, or what waited for the service's 101.
  @Test(
    arguments: [
      FactCase("the client's handshake", "0 client → GET /\n0.4 client ← 101\n0.5-2 client → audio 1.5s", 0.4),
      FactCase("no answer", "0 client → GET /", 0),
      FactCase(
        "audio that waited for the service",
        "0 client → GET /\n0 client ← 101\n0.1-2 client → audio 2.0s\n0 service → GET /\n0.5 service ← 101\n0.8-2.5 service → audio 2.0s",
        0.3),
      FactCase(
        "a service that waited for audio",
        "0 client → GET /\n0 client ← 101\n0.5-2 client → audio 1.5s\n0 service → GET /\n0.1 service ← 101\n0.8-2.5 service → audio 1.5s", 0
      ),
      FactCase("an answer before the question", "0.5 client → GET /\n0.4 client ← 101", 0),
    ] as [FactCase<Double>])
  func theSlowestOpening(_ test: FactCase<Double>) throws {
    #expect(try Told.facts(test.lines).slowestOpening == .seconds(test.says))
  }

  /// A handshake that takes longer than a second is a slow relay, and no way.
  @Test(arguments: [(0.0, 0.0), (0.3, 0.3), (1.0, 1.0), (2.5, 1.0)]) func theRoundTripIsASecondAtMost(answered: Double, trip: Double) throws
  {
    #expect(try Told.facts("0 client → GET /\n\(answered) client ← 101").roundTrip == .seconds(trip))
  }

  @Test func withoutAnAnswerThereIsNoTrip() throws {
    #expect(try Told.facts("0 client → GET /\n9 client end fin by=relay").roundTrip == 0)
  }

  /// Both the dialling and the audio are late by more than a second or two.
  @Test(arguments: [(0.5, 0.7, false), (1.5, 3.0, true), (1.02, 3.0, true), (1.1, 2.0, false), (0.9, 4.0, false)])
  func aSlowWay(dialled: Double, arrived: Double, may: Bool) throws {
    let facts = try Told.facts(
      """
      0 client → GET /
      0 client ← 101
      0-1.9 client → audio 2.0s
      \(dialled) service → GET /
      \(dialled) service ← 101
      \(arrived)-\(arrived + 1.9) service → audio 1.9s
      """)
    #expect(facts.mayHaveASlowWay == may)
  }
}
