import Testing

/// Relays in Python with one fault each, put in by hand as it is seen in the field.
@Suite(.enabled(if: Surroundings.python != nil, Surroundings.missing))
struct FaultyRelayTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var relay: FieldRelay
    var rule: String
    var testDescription: String { "\(relay.testDescription): \(rule)" }

    init(_ file: String, _ fault: String, _ rule: String, _ options: [String: String] = [:], scenarios: [String]? = nil) {
      relay = FieldRelay(file: file, fault: fault, options: options)
      relay.scenarios = scenarios ?? relay.scenarios
      self.rule = rule
    }
  }

  /// With both hops in sight each is proven.
  static let proven = [
    Case("fastapi_relay", "early-break", "early-break"),
    Case("aiohttp_relay", "early-break-mute", "early-break"),
    Case("websockets_relay", "early-break-return", "early-break"),
    Case("websockets_relay", "early-break-mute", "early-break", ["SHAPE": "plain"]),
    Case("fastapi_relay", "close-at-once", "closed-before-final", scenarios: ["baseline"]),
    Case("aiohttp_relay", "close-without-closestream", "close-stream-missing", scenarios: ["baseline"]),
    Case("websockets_relay", "no-close-stream", "close-stream-missing", ["SHAPE": "finals"], scenarios: ["baseline"]),
    Case("fastapi_relay", "container-wav", "container-declared-for-raw-audio", scenarios: ["baseline"]),
    Case("websockets_relay", "wrong-rate", "sample-rate-mismatch", scenarios: ["baseline"]),
    Case("aiohttp_relay", "no-read-loop", "results-not-forwarded", scenarios: ["baseline"]),
    Case("fastapi_relay", "hidden-refusal", "service-refusal-hidden", scenarios: ["baseline"]),
    Case("websockets_relay", "shown-refusal", "service-refused", scenarios: ["baseline"]),
    Case("starter_relay", "none", "close-not-relayed", scenarios: ["baseline"]),
    Case("fastapi_relay", "any-text-ends", "close-stream-early", scenarios: ["unknown-text"]),
    // The setting that was not read: one relay says so, the other one's handler dies of it.
    Case("fastapi_relay", "none", "service-never-dialled", ["SERVICE_URL": "ws://127.0.0.1:9"], scenarios: ["baseline"]),
    Case("aiohttp_relay", "none", "service-never-dialled", ["SERVICE_URL": "ws://127.0.0.1:9"], scenarios: ["baseline"]),
  ]

  @Test(.timeLimit(.minutes(5)), arguments: proven)
  func isProvenOnBothHops(_ test: Case) async throws {
    let answer = try await test.relay.diagnosed(.bothHops)
    #expect(answer.exit == 1, "\(answer.text)")
    #expect(answer.verdict == "faulty")
    #expect(answer.rule == test.rule, "\(answer.text)")
    #expect(answer.certainty == "proven", "\(answer.text)")
  }

  /// The service played here is as far away as the real one: what is said before its hop is open is lost here too, with no switch.
  @Test(.timeLimit(.minutes(5)), arguments: [("none", [], "audio-lost-at-start"), ("mended", [], nil), ("none", ["--service-near"], nil)])
  func aStarterThatDropsWhatComesEarlyIsFound(_ fault: String, words: [String], rule: String?) async throws {
    let answer = try await FieldRelay(file: "early_relay", fault: fault, scenarios: ["--suite", "standard"], words: words).diagnosed(
      .bothHops)
    #expect(answer.exit == (rule == nil ? 0 : 1), "\(answer.text)")
    #expect(answer.rule == rule, "\(answer.text)")
  }

  /// What is lost is named, and what is special about the client that loses it.
  @Test(.timeLimit(.minutes(5))) func aRelayThatTakesFramesForMessagesIsTold() async throws {
    let relay = FieldRelay(file: "asyncio_relay", fault: "first-frame-only", scenarios: ["baseline", "fragmented"])
    let answer = try await relay.diagnosed(.bothHops)
    #expect(answer.rule == "audio-lost", "\(answer.text)")
    #expect(String(decoding: answer.written, as: UTF8.self).contains("sends each message in several frames"), "\(answer.text)")
  }

  /// From the client hop some look alike: the right one is named, and another one only as a suspicion.
  static let seenFromOutside = [
    Case("aiohttp_relay", "early-break", "early-break"),
    Case("fastapi_relay", "close-at-once", "closed-before-final", scenarios: ["baseline"]),
    Case("fastapi_relay", "no-close-stream", "close-stream-missing", scenarios: ["baseline"]),
    Case("aiohttp_relay", "container-wav", "container-declared-for-raw-audio", scenarios: ["baseline", "wav-header"]),
    Case("aiohttp_relay", "wrong-rate", "sample-rate-mismatch", scenarios: ["baseline"]),
    Case("websockets_relay", "wrong-rate", "sample-rate-mismatch", scenarios: ["baseline"]),
    Case("websockets_relay", "no-read-loop", "results-not-forwarded", scenarios: ["baseline"]),
    Case("websockets_relay", "never-closes", "close-not-relayed", scenarios: ["baseline"]),
    Case("fastapi_relay", "any-text-ends", "close-stream-early", scenarios: ["unknown-text"]),
    Case("fastapi_relay", "none", "service-never-dialled", ["SERVICE_URL": "ws://127.0.0.1:9"], scenarios: ["baseline"]),
    Case("aiohttp_relay", "none", "service-never-dialled", ["SERVICE_URL": "ws://127.0.0.1:9"], scenarios: ["baseline"]),
  ]

  @Test(.timeLimit(.minutes(5)), arguments: seenFromOutside)
  func isNamedFromTheClientHop(_ test: Case) async throws {
    let answer = try await test.relay.diagnosed(.clientHop)
    #expect(answer.exit == 1, "\(answer.text)")
    #expect(answer.verdict == "faulty")
    guard answer.rule != test.rule else { return }
    #expect(answer.certainty == "suspected", "a confident wrong cause: \(answer.text)")
    #expect(answer.alternatives.contains(test.rule), "\(answer.alternatives): \(answer.text)")
  }
}
