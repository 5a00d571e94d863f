import Testing
import Timeline

@testable import Diagnosis

/// Until when what the service sent must have come to the client.
struct DueUntilTests {
  private static let whole = "\(Told.speaking)\n0.02 service → GET /v1/listen\n0.05 service ← 101\n0.10-2.00 service → audio 2.0s\n"

  /// Audio takes no time here: grace is 300 ms.
  @Test(
    arguments: [
      FactCase("the relay left", "5 client ← close 1000", 4.7), FactCase("the client left", "5 client → close 1000", 4.7),
      FactCase("nobody left", "5 note wait-expired late", 4.7),
      FactCase(
        "a relay that waited for the service's end", "4 service → CloseStream\n4.9 service ← close 1000\n5 client ← close 1000", 4.9),
      FactCase(
        "… and left with it, as far as clocks go", "4 service → CloseStream\n5 client ← close 1000\n5.02 service ← close 1000", 5.02),
      FactCase(
        "… but the way broke, and who knows what of it arrived",
        "4 service → CloseStream\n5 client ← close 1011\n5.01 service ← close 1000\n5.02 service end rst by=relay", 4.7),
      FactCase("… and left before it", "4 service → CloseStream\n5 client ← close 1000\n5.021 service ← close 1000", 4.7),
      FactCase("a relay that left at once", "4.9 service → CloseStream\n4.95 service ← close 1000\n5 client ← close 1000", 4.7),
      FactCase("… a millisecond later", "4.899 service → CloseStream\n4.95 service ← close 1000\n5 client ← close 1000", 4.95),
      FactCase("an end that was long before", "2.1 service → CloseStream\n3 service ← close 1000\n5 client ← close 1000", 4.7),
      FactCase("the relay's own goodbye counts for nothing", "4.9 service → close 1000\n5 client ← close 1000", 4.7),
    ] as [FactCase<Double>])
  func itIsTheEndWithoutItsGrace(_ test: FactCase<Double>) throws {
    #expect(try Told.facts(Self.whole + test.lines).dueUntil == .seconds(test.says))
  }

  @Test func withoutAServiceTheWayIsUnknown() throws {
    #expect(try Told.facts("\(Told.speaking)\n5 client ← close 1000").dueUntil == .seconds(4.7))
  }

  @Test func whatTravelsHasLonger() throws {
    let lines = "0.02 service → GET /v1/listen\n0.05 service ← 101\n0.30-2.20 service → audio 2.0s\n5 client ← close 1000"
    #expect(try Told.facts("\(Told.speaking)\n\(lines)").dueUntil == .seconds(4.5))
  }

  /// A relay that works through what came long before has not come to the rest when its client gives up.
  @Test(
    arguments: [
      FactCase("as it comes", "3 service ← results one final\n3.1 client ← results one final\n4 client → close 1000", nil),
      FactCase("by 300 ms, which is no lag", "3 service ← results one final\n3.3 client ← results one final\n4 client → close 1000", nil),
      FactCase("by a second", "3 service ← results one final\n4 client ← results one final\n5 client → close 1000", 3.0),
      FactCase("by a second, and quiet for two", "3 service ← results one final\n4 client ← results one final\n6 client → close 1000", nil),
      FactCase("by three, and quiet for two", "3 service ← results one final\n6 client ← results one final\n8 client → close 1000", 3.0),
      FactCase(
        "by a second, and the relay left", "3 service ← results one final\n4 client ← results one final\n5 client ← close 1000", nil),
    ] as [FactCase<Double?>])
  func aRelayLagsBehind(_ test: FactCase<Double?>) throws {
    #expect(try Told.facts(Self.whole + test.lines).backlog?.service.at == test.says.map(Nanoseconds.seconds))
  }
}
