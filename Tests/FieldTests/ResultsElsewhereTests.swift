import Testing

/// A relay whose results do not come on the connection of the audio.
@Suite(.enabled(if: Surroundings.python != nil, Surroundings.missing))
struct ResultsElsewhereTests {
  enum Way: String, CaseIterable {
    case socket, events, poll

    var setting: String {
      switch self {
      case .socket: #"{ connect: "ws://127.0.0.1:PORT/results", says: { subscribe: "{{id}}" }, id: $.call.id }"#
      case .events: #"{ events: "http://127.0.0.1:PORT/events/{{id}}", id: $.call.id }"#
      case .poll: #"{ poll: "http://127.0.0.1:PORT/poll/{{id}}", every: 300ms, id: $.call.id }"#
      }
    }
  }

  private static func relay(_ setting: String, fault: String = "none") -> FieldRelay {
    FieldRelay(file: "elsewhere_relay", fault: fault, profile: "relay: ws://127.0.0.1:PORT/audio\nresults: \(setting)\n")
  }

  @Test(.timeLimit(.minutes(5)), arguments: Way.allCases, [FieldRelay.View.bothHops, .clientHop])
  func aHealthyOneIsHealthy(_ way: Way, _ view: FieldRelay.View) async throws {
    let answer = try await Self.relay(way.setting).diagnosed(view)
    #expect(answer.exit == 0 && answer.verdict == "healthy" && answer.rule == nil, "\(answer.text)")
    #expect(answer.transcripts.allSatisfy { !$0.isEmpty })
  }

  @Test(
    .timeLimit(.minutes(5)), arguments: Way.allCases, [("no-close-stream", "close-stream-missing"), ("drops-finals", "results-dropped")])
  func faultsAreNamed(_ way: Way, _ fault: (name: String, rule: String)) async throws {
    let answer = try await Self.relay(way.setting, fault: fault.name).diagnosed(.bothHops)
    #expect(answer.rule == fault.rule && answer.exit == 1, "\(answer.text)")
  }

  @Test(
    .timeLimit(.minutes(5)),
    arguments: [
      (#"{ poll: "http://127.0.0.1:PORT/poll/nobody" }"#, "it answered 500 Internal Server Error"),
      (#"{ connect: "ws://127.0.0.1:PORT/nowhere" }"#, "404 Not Found"), (#"{ poll: "http://127.0.0.1:1/results" }"#, "Connection refused"),
      (#"{ events: "http://127.0.0.1:PORT/events/nobody" }"#, "it ended before the stop, and brought nothing"),
      (#"{ events: "http://127.0.0.1:PORT/events/{{id}}", id: $.name }"#, "nothing at $.name"),
    ])
  func whereNothingCanBeHeardNothingIsSaidOfTheRelay(_ setting: String, _ why: String) async throws {
    var relay = Self.relay(setting)
    relay.scenarios = ["baseline"]
    let answer = try await relay.diagnosed(.bothHops)
    #expect(answer.exit == 2 && answer.verdict == "inconclusive" && answer.rule == nil, "\(answer.text)")
    // However the terminal breaks its lines.
    #expect(answer.text.split(whereSeparator: \.isWhitespace).joined(separator: " ").contains(why), "\(answer.text)")
  }
}
