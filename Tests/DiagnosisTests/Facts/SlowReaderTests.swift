import Testing
import Timeline

@testable import Diagnosis

/// A client that stops reading for a while: when it heard of an end says little of when the relay made it.
struct SlowReaderTests {
  private static let reading = "\(Told.speaking)\n0.5 note step \"stop reading\"\n"

  @Test(
    arguments: [
      FactCase("a reset", "1 client end rst", true), FactCase("the relay's TCP", "1 client end fin by=relay", true),
      FactCase("the relay's Close", "1 client ← close 1000\n1.1 client end rst", false),
      FactCase("the client's Close", "2.5 client → close 1000\n2.6 client end rst", false),
      FactCase("the client's own end", "2.5 client end fin by=client", false),
      FactCase("our own, at a limit", "1 client limit frames limit=10 received=11 by=relay\n2.5 client end fin by=client", true),
      FactCase("no end", "9 note remark over", false),
    ] as [FactCase<Bool>])
  func itMissedTheEnd(_ test: FactCase<Bool>) throws {
    #expect(try Told.facts(Self.reading + test.lines).missedTheEnd == test.says)
  }

  @Test func whoReadsMissesNothing() throws {
    let facts = try Told.facts("\(Told.speaking)\n1 client end rst")
    #expect(!facts.readsSlowly && !facts.missedTheEnd && !facts.endCameWithBacklog)
    #expect(try Told.facts(Self.reading).readsSlowly)
  }

  @Test(
    arguments: [
      FactCase("before it read again", "1 client ← close 1000", true),
      FactCase("with what had piled up", "1 note step \"read again\"\n1.049 client ← close 1000", true),
      FactCase("50 ms behind that", "1 note step \"read again\"\n1.05 client ← close 1000", false),
      FactCase("later", "1 note step \"read again\"\n3 client ← close 1000", false), FactCase("never", "1 note step \"read again\"", false),
    ] as [FactCase<Bool>])
  func theEndCameWithTheRest(_ test: FactCase<Bool>) throws {
    #expect(try Told.facts(Self.reading + test.lines).endCameWithBacklog == test.says)
  }
}
