import Testing
import Timeline

@testable import Diagnosis

/// The relay's word to the service that the audio is over, as the answer to its client's stop.
struct EndOnStopTests {
  private static let whole = "\(Told.speaking)\n\(Told.passedOn)\n"

  @Test(
    arguments: [
      FactCase("CloseStream behind the stop", "2.1 client → text stop\n2.2 service → CloseStream", 2.2),
      FactCase("an empty message", "2.1 client → text stop\n2.2 service → empty", 2.2),
      FactCase("Finalize alone", "2.1 client → text stop\n2.2 service → Finalize", 2.2),
      FactCase("KeepAlive is none", "2.1 client → text stop\n2.2 service → KeepAlive", nil),
      FactCase("at the time of the last audio", "2.1 client → text stop\n2.05 service → CloseStream", 2.05),
      FactCase("before the last audio, and before the stop", "1.5 service → CloseStream\n2.1 client → text stop", nil),
      FactCase("Finalize in the middle", "1.0 service → Finalize\n2.1 client → text stop\n2.2 service → CloseStream", 2.2),
      FactCase("a Close alone", "2.1 client → text stop\n2.2 service → close 1000", nil),
      FactCase(
        "Finalize, and a service that gave up waiting", "2.1 client → text stop\n2.2 service → Finalize\n14 service ← close 1011 NET0001",
        nil),
      FactCase(
        "CloseStream, and a service that gave up", "2.1 client → text stop\n2.2 service → CloseStream\n14 service ← close 1011 NET0001", 2.2
      ),
      // The client waited for more than a second, and left: what comes only then answers its leaving.
      FactCase("behind the client's leaving", "2.1 client → text stop\n5 client → close 1000\n5.1 service → CloseStream", nil),
      FactCase("with the client's leaving", "2.1 client → text stop\n5 client → close 1000\n5 service → CloseStream", nil),
      FactCase("just before it", "2.1 client → text stop\n5 client → close 1000\n4.999 service → CloseStream", 4.999),
      FactCase(
        "behind a client that left after a second", "2.1 client → text stop\n3.1 client → close 1000\n3.2 service → CloseStream", 3.2),
      FactCase("without a stop", "3 client → close 1000\n3.1 service → CloseStream", 3.1),
    ] as [FactCase<Double?>])
  func itCame(_ test: FactCase<Double?>) throws {
    #expect(try Told.facts(Self.whole + test.lines).endOnStop?.at == test.says.map(Nanoseconds.seconds))
  }

  /// The end for good, though a rest of the audio came behind it.
  @Test func anEndBeforeTheRestIsOne() throws {
    let lines = "2.1 client → text stop\n2.2 service → CloseStream\n2.3 service → audio 0.1s"
    #expect(try Told.facts(Self.whole + lines).endOnStop?.at == .seconds(2.2))
    let flush = "2.1 client → text stop\n2.2 service → Finalize\n2.3 service → audio 0.1s"
    #expect(try Told.facts(Self.whole + flush).endOnStop == nil)
  }

  @Test func withoutAServiceThereIsNone() throws {
    #expect(try Told.facts("\(Told.speaking)\n2.1 client → text stop").endOnStop == nil)
  }

  @Test func withoutAudioThereIsNone() throws {
    let lines = "0.02 service → GET /v1/listen\n0.05 service ← 101\n2.1 client → text stop\n2.2 service → CloseStream"
    #expect(try Told.facts("\(Told.speaking)\n\(lines)").endOnStop == nil)
  }

  /// A scenario that tries another stop: whether the relay knows it shows on the service hop, or by a quick end.
  @Test(
    arguments: [
      FactCase("a relay that knows it", "2.1 client → CloseStream\n2.2 service → CloseStream\n2.5 client ← close 1000", false),
      FactCase("a relay that waits on", "2.1 client → CloseStream\n14 service ← close 1011 NET0001\n14.1 client ← close 1011", true),
      FactCase("a client that said nothing", "5 client → close 1000", false),
    ] as [FactCase<Bool>])
  func anotherStopIsTriedInVain(_ test: FactCase<Bool>) throws {
    let session = Told.session + " provokes=stop-not-understood"
    let facts = try Told.facts(Self.whole + test.lines, session)
    #expect(facts.triedAnotherStopInVain == test.says)
    // What such a session shows is nobody's fault.
    #expect(facts.provokes("early-break") == test.says)
    #expect(facts.provokes("stop-not-understood"))
    #expect(try !Told.facts(Self.whole + test.lines).triedAnotherStopInVain)
  }

  @Test(
    arguments: [
      FactCase("ended soon", "2.1 client → CloseStream\n3 client ← close 1000", false),
      FactCase("ended by the service's timer", "2.1 client → CloseStream\n12.1 client ← close 1011", true),
      FactCase("Metadata at once, and no end", "2.1 client → CloseStream\n3 client ← metadata sha256=aa\n20 client → close 1000", false),
      FactCase("Metadata by the timer", "2.1 client → CloseStream\n12.1 client ← metadata sha256=aa\n20 client → close 1000", true),
      FactCase("nothing", "2.1 client → CloseStream\n20 client → close 1000", true),
    ] as [FactCase<Bool>])
  func fromTheClientHopHowSoonItEnds(_ test: FactCase<Bool>) throws {
    let facts = try Told.facts("\(Told.speaking)\n\(test.lines)", Told.session + " provokes=stop-not-understood", serviceHop: .unseen)
    #expect(facts.triedAnotherStopInVain == test.says)
  }
}
