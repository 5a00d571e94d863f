import Testing

/// A relay that pours out more than anybody can take: its session is ended at a limit, and that is the finding. One that has much to say is none.
@Suite(.enabled(if: Surroundings.python != nil, Surroundings.missing), .timeLimit(.minutes(5)))
struct FloodingRelayTests {
  @Test(arguments: [
    ("endless-frame", "9223372036854775807"), ("huge-frame", "200000000"), ("fragments", "frames of one message"),
    ("pings", "control frames"), ("results", "data frames"), ("head", "a head of 65536 bytes and more"),
  ])
  func isEndedAndNamed(_ fault: String, what: String) async throws {
    let answer = try await Self.relay(fault).diagnosed(.clientHop)
    #expect(answer.exit == 1, "\(answer.text)")
    #expect(answer.rule == "flooded", "\(answer.text)")
    #expect(answer.certainty == "proven")
    #expect(String(decoding: answer.written, as: UTF8.self).contains(what))
  }

  /// Twenty pings and dozens of results a second, and messages of a megabyte.
  @Test func muchIsNoFlood() async throws {
    let answer = try await Self.relay("none").diagnosed(.clientHop)
    #expect(answer.verdict == "healthy", "\(answer.text)")
    #expect(answer.exit == 0)
  }

  private static func relay(_ fault: String) -> FieldRelay {
    var relay = FieldRelay(file: "flooding_relay", fault: fault, scenarios: ["baseline"])
    relay.words = ["--timeout", "25"]
    return relay
  }
}
