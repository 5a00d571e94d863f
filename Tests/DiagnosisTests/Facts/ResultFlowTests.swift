import Speech
import Testing
import Timeline

@testable import Diagnosis

/// Which of the service's results reached the client, and how.
struct ResultFlowTests {
  /// How many came as they were, with other times, with other flags, with other words; how many are left on each side.
  struct Counts: Sendable, Equatable {
    var pairs = 0
    var retimed = 0
    var reflagged = 0
    var reworded = 0
    var service = 0
    var client = 0
  }

  private static func facts(_ lines: String) throws -> SessionFacts {
    try Told.facts("\(Told.speaking)\n\(Told.passedOn)\n\(lines)\n9 client ← close 1000")
  }

  private static let sent = "3 service ← results \"tell me\" final start=0 duration=1"

  @Test(
    arguments: [
      FactCase("as it was", "\(sent)\n3.1 client ← results \"tell me\" final start=0 duration=1", Counts(pairs: 1)),
      FactCase("rounded", "\(sent)\n3.1 client ← results \"tell me\" final start=0.01 duration=0.99", Counts(pairs: 1)),
      FactCase("in other letters", "\(sent)\n3.1 client ← results \"Tell me!\" final start=0 duration=1", Counts(pairs: 1)),
      FactCase(
        "in another shape, without times", "\(sent)\n3.1 client ← message \"{'transcript':'tell me','is_final':true}\"", Counts(pairs: 1)),
      FactCase("at another time", "\(sent)\n3.1 client ← results \"tell me\" final start=5 duration=1", Counts(retimed: 1)),
      FactCase("as an interim", "\(sent)\n3.1 client ← results \"tell me\" interim start=0 duration=1", Counts(reflagged: 1)),
      FactCase(
        "in other words", "\(sent)\n3.1 client ← results \"sell tea\" final start=0 duration=1", Counts(reworded: 1, service: 1, client: 1)),
      FactCase("not at all", sent, Counts(service: 1)),
      FactCase("from nowhere", "3.1 client ← results \"tell me\" final start=0 duration=1", Counts(client: 1)),
      FactCase("before it was sent", "\(sent)\n2.9 client ← results \"tell me\" final start=0 duration=1", Counts(service: 1, client: 1)),
      FactCase("at the time of sending", "\(sent)\n3 client ← results \"tell me\" final start=0 duration=1", Counts(pairs: 1)),
      FactCase(
        "twice",
        "\(sent)\n3.1 client ← results \"tell me\" final start=0 duration=1\n3.2 client ← results \"tell me\" final start=0 duration=1",
        Counts(pairs: 1, client: 1)),
      FactCase(
        "two of the same, and one comes", "\(sent)\n\(sent)\n3.1 client ← results \"tell me\" final start=0 duration=1",
        Counts(pairs: 1, service: 1)),
      FactCase("on another channel", "\(sent)\n3.1 client ← results \"tell me\" final start=0 duration=1 channel=1", Counts(retimed: 1)),
    ] as [FactCase<Counts>])
  func itCame(_ test: FactCase<Counts>) throws {
    let flow = try Self.facts(test.lines).flow
    let counts = Counts(
      pairs: flow.pairs.count, retimed: flow.retimed.count, reflagged: flow.reflagged.count, reworded: flow.reworded.count,
      service: flow.unmatchedService.count, client: flow.unmatchedClient.count)
    #expect(counts == test.says)
  }

  @Test func pairsStandInTheOrderOfTheClientAndTellTheirDelay() throws {
    let flow = try Self.facts(
      """
      3.0 service ← results one final start=0 duration=1
      3.1 service ← results two final start=1 duration=1
      3.4 client ← results two final start=1 duration=1
      3.5 client ← results one final start=0 duration=1
      """
    ).flow
    #expect(flow.pairs.map(\.client.value.text) == ["two", "one"])
    #expect(flow.pairs.map(\.delay) == [.milliseconds(300), .milliseconds(500)])
  }

  /// Finals that the relay had the time to pass on, and whose words are nowhere. It has 300 ms, and the 50 that audio takes.
  @Test(
    arguments: [
      FactCase("never came", sent, ["tell me"]), FactCase("came", "\(sent)\n3.1 client ← results \"tell me\" final start=0 duration=1", []),
      FactCase("came in another shape", "\(sent)\n3.1 client ← message \"{'transcript':'so tell me now'}\"", []),
      FactCase("came before it was sent", "2.5 client ← results \"tell me\" interim start=0 duration=0.5\n\(sent)", ["tell me"]),
      FactCase("was changed", "\(sent)\n3.1 client ← results \"sell tea\" final start=0 duration=1", []),
      FactCase("had no words", "3 service ← results \"\" final start=0 duration=1", []),
      FactCase("was an interim", "3 service ← results \"tell me\" interim start=0 duration=1", []),
      FactCase("was sent as long before the end as it takes", "8.65 service ← results \"tell me\" final start=0 duration=1", ["tell me"]),
      FactCase("was sent too late to come", "8.651 service ← results \"tell me\" final start=0 duration=1", []),
      FactCase(
        "joined with the next",
        "\(sent)\n4 service ← results more final start=1 duration=1\n4.1 client ← message \"{'transcript':'tell me more'}\"", []),
    ] as [FactCase<[String]>])
  func missingFinals(_ test: FactCase<[String]>) throws {
    #expect(try Self.facts(test.lines).missingFinals.map(\.value.text) == test.says)
  }

  @Test func whatIsTheServicesOwnIsToldByItsBytes() throws {
    let facts = try Self.facts(
      """
      3 service ← message "{'type':'Warning','description':'a'}"
      3.1 client ← message "{'type':'Warning','description':'a'}"
      3.2 client ← message "{'type':'Warning','description':'a'}"
      3.3 client ← message "{'type':'Warning','description':'b'}"
      3.4 client ← binary "{'type':'Warning','description':'a'}"
      """)
    #expect(facts.client.messages.map { facts.passage.isAsSent($0.event) } == [true, false, false, false])
  }

  /// A relay that dials again, and passes times on as they are.
  @Test(arguments: [(1.0, true), (0.4, false)]) func timesBeginAgain(first: Double, isRestart: Bool) throws {
    let facts = try Told.facts(
      """
      0 client → GET /
      0.01 client ← 101
      0.1-2 client → audio 2.0s
      0.02 service → GET /v1/listen
      0.05 service ← 101
      0.15-0.9 service → audio \(first)s
      1.0 service ← close 1011
      1.1 service → GET /v1/listen
      1.15 service ← 101
      1.2-2.1 service → audio 1.0s from=1
      2.2 service ← results more final start=0 duration=1
      2.3 client ← results more final start=0 duration=1
      """)
    #expect(facts.restartedTimes?.before == (isRestart ? first : nil))
    #expect(facts.services.count == 2)
  }

  @Test func shiftedTimesAreNoRestart() throws {
    let lines = """
      0.02 service → GET /v1/listen
      0.05 service ← 101
      0.15-1.05 service → audio 1.0s
      1.10 service → GET /v1/listen
      1.15 service ← 101
      1.20-2.10 service → audio 1.0s from=1
      2.2 service ← results more final start=0 duration=1
      2.3 client ← results more final start=1 duration=1
      """
    #expect(try Told.facts("\(Told.speaking)\n\(lines)").restartedTimes == nil)
    let same = lines.replacing("client ← results more final start=1", with: "client ← results more final start=0")
    #expect(try Told.facts("\(Told.speaking)\n\(same)").restartedTimes?.before == 1)
    // Side by side they count one and the same audio.
    let beside = same.replacing("0.15-1.05 service", with: "0.15-2.05 service")
    #expect(try Told.facts("\(Told.speaking)\n\(beside)").restartedTimes == nil)
  }
}
