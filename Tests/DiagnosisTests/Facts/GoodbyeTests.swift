import Testing
import Timeline

@testable import Diagnosis

/// Who ended a connection: the first goodbye counts, and an answer to one is none.
struct GoodbyeTests {
  /// When each side ended the client's connection, by its own will.
  struct Ends: Sendable, Equatable {
    var client: Double?
    var relay: Double?
  }

  @Test(
    arguments: [
      FactCase("the relay's Close", "3 client ← close 1000\n3.1 client → close 1000\n3.2 client end fin by=relay", Ends(relay: 3)),
      FactCase("the client's Close", "3 client → close 1000\n3.1 client ← close 1000\n3.2 client end fin by=relay", Ends(client: 3)),
      FactCase("the client's Close, unanswered", "3 client → close 1000\n3.2 client end fin by=relay", Ends(client: 3)),
      FactCase("the relay's TCP", "3 client end fin by=relay", Ends(relay: 3)),
      FactCase("the client's TCP", "3 client end fin by=client", Ends(client: 3)),
      FactCase("a reset by nobody", "3 client end rst", Ends(relay: 3)),
      FactCase("nobody", "3 client → text stop", Ends()),
      FactCase("at the same time, the client's first", "3 client → close 1000\n3 client ← close 1000", Ends(client: 3)),
      FactCase("at the same time, the relay's first", "3 client ← close 1000\n3 client → close 1000", Ends(relay: 3)),
      FactCase("the relay's Close, then the client's TCP", "3 client ← close 1000\n3.1 client end fin by=client", Ends(relay: 3)),
      FactCase("written in the wrong order", "3.1 client → close 1000\n3 client ← close 1000", Ends(relay: 3)),
      FactCase("two Closes of the relay's", "3 client ← close 1011\n4 client ← close 1000", Ends(relay: 3)),
    ] as [FactCase<Ends>])
  func ofTheClientsConnection(_ test: FactCase<Ends>) throws {
    let facts = try Told.facts("\(Told.speaking)\n\(test.lines)")
    #expect(Ends(client: facts.clientLeft?.seconds, relay: facts.relayEnded?.at.seconds) == test.says)
  }

  @Test func aCloseIsKeptWithItsWords() throws {
    #expect(try Told.facts("\(Told.speaking)\n3 client ← close 1011 \"no service\"").relayEnded?.value?.text == "close 1011 \"no service\"")
    #expect(try Told.facts("\(Told.speaking)\n3 client ← close").relayEnded?.value?.text == "close without a code")
    let cut = try #require(try Told.facts("\(Told.speaking)\n3 client end rst").relayEnded)
    #expect(cut.value == nil)
  }

  @Test func aClientThatWasNotLetInHasNoGoodbye() throws {
    let facts = try Told.facts("0 client failed connect ECONNREFUSED")
    #expect(facts.relayEnded == nil && facts.clientLeft == nil && !facts.client.isOpen && facts.listenedUntil == 0)
  }

  /// When each side ended the connection to the service, by its own will.
  struct ServiceEnds: Sendable, Equatable {
    var relay: Double?
    var service: Double?
  }

  @Test(
    arguments: [
      FactCase(
        "the service's Close", "3 service ← close 1000\n3.1 service → close 1000\n3.1 service end fin by=service", ServiceEnds(service: 3)),
      FactCase(
        "the relay's Close", "3 service → close 1000\n3.1 service ← close 1000\n3.1 service end fin by=service", ServiceEnds(relay: 3)),
      FactCase("the relay's TCP", "3 service end fin by=relay", ServiceEnds(relay: 3)),
      FactCase("the service's TCP", "3 service end rst by=service", ServiceEnds(service: 3)),
      FactCase("a reset by nobody", "3 service end rst", ServiceEnds()), FactCase("nobody", "3 service → CloseStream", ServiceEnds()),
      FactCase(
        "the service's Close, then the relay's TCP", "3 service ← close 1000\n3.1 service end fin by=relay", ServiceEnds(service: 3)),
      FactCase("at the same time, the relay's first", "3 service → close 1000\n3 service ← close 1000", ServiceEnds(relay: 3)),
    ] as [FactCase<ServiceEnds>])
  func ofTheServicesConnection(_ test: FactCase<ServiceEnds>) throws {
    let service = try #require(try Told.facts("\(Told.speaking)\n\(Told.passedOn)\n\(test.lines)").service)
    #expect(ServiceEnds(relay: service.relayGoodbye?.at.seconds, service: service.serviceGoodbye?.at.seconds) == test.says)
  }

  /// Until the client or the relay went, or the session was over.
  @Test(
    arguments: [
      FactCase("the client left", "3 client → close 1000\n4 client end fin by=relay", 3.0),
      FactCase("the relay ended it", "3 client ← close 1000\n3.5 client end fin by=client\n9 note remark late", 3.5),
      FactCase("nobody did", "3 client → text stop\n9 note wait-expired late", 9.0),
    ] as [FactCase<Double>])
  func itListenedUntil(_ test: FactCase<Double>) throws {
    let facts = try Told.facts("\(Told.speaking)\n\(test.lines)")
    #expect(facts.listenedUntil == .seconds(test.says))
    #expect(facts.listenedAfterAudio == .seconds(test.says - 2))
  }

  /// The clocks of two connections are 20 ms apart, and no more.
  @Test(arguments: [(3.0, true), (3.02, true), (3.021, false), (2.0, true)])
  func theServicesGoodbyeCameNoLater(_ at: Double, isNoLater: Bool) throws {
    let facts = try Told.facts("\(Told.speaking)\n\(Told.passedOn)\n3 client ← close 1000\n\(at) service ← close 1000")
    let ended = try #require(facts.relayEnded)
    #expect((facts.serviceGoodbye(notAfter: ended) != nil) == isNoLater)
  }
}
