import Testing

/// Relays in Python that do their work: the worst that a diagnosis can do is to cry over one of them.
@Suite(.enabled(if: Surroundings.python != nil, Surroundings.missing))
struct HealthyRelayTests {
  static let healthy = [
    FieldRelay(file: "fastapi_relay"),
    FieldRelay(file: "aiohttp_relay"),
    FieldRelay(file: "websockets_relay"),
    FieldRelay(file: "websockets_relay", options: ["SHAPE": "finals"]),
    FieldRelay(file: "websockets_relay", options: ["SHAPE": "plain"]),
    FieldRelay(file: "starter_relay", fault: "mended"),
  ]

  @Test(.timeLimit(.minutes(5)), arguments: healthy)
  func nothingIsFoundOnBothHops(_ relay: FieldRelay) async throws { try await expectNothing(relay, .bothHops) }

  @Test(.timeLimit(.minutes(5)), arguments: healthy.prefix(4))
  func nothingIsFoundOnTheClientHop(_ relay: FieldRelay) async throws { try await expectNothing(relay, .clientHop) }

  /// A relay that knows its own stop and no other waits on when it is told the service's: that is its right.
  @Test(.timeLimit(.minutes(5)), arguments: ["aiohttp_relay", "websockets_relay"], [FieldRelay.View.bothHops, .clientHop])
  func aStopThatItDoesNotKnowIsNoFault(_ file: String, _ view: FieldRelay.View) async throws {
    try await expectNothing(FieldRelay(file: file, scenarios: ["baseline", "alternative-stop"]), view)
  }

  /// Ways of their own that are no fault: another rate or two channels, a header of their own, no silence, messages in fragments, texts with a
  /// full stop, another end of stream, a Close without a code.
  @Test(
    .timeLimit(.minutes(5)),
    arguments: [
      "resamples", "stereo", "wraps-in-wav", "leaves-out-silence", "fragments", "full-stops", "leaves-at-metadata", "empty-end",
      "no-close-code", "dials-slowly", "chatty",
    ])
  func noHabitIsTakenForAFault(_ habit: String) async throws {
    try await expectNothing(FieldRelay(file: "peculiar_relay", options: ["HABIT": habit], scenarios: ["baseline"]), .bothHops)
  }

  /// A client that sends an empty message in the middle of its audio ends the stream by itself, where the relay passes it on as it is or as what
  /// it means: not the relay's fault, nor the service's.
  @Test(.timeLimit(.minutes(5)), arguments: ["passes-empties", "empty-is-the-end"], [FieldRelay.View.bothHops, .clientHop])
  func anEmptyMessageIsTheClientsOwnEnd(_ habit: String, _ view: FieldRelay.View) async throws {
    try await expectNothing(FieldRelay(file: "peculiar_relay", options: ["HABIT": habit], scenarios: ["baseline", "empty-frame"]), view)
  }

  /// An ASGI handler that returns without `close()`: everything was delivered, and the client sees 1006.
  @Test(.timeLimit(.minutes(5)), arguments: [FieldRelay.View.bothHops, .clientHop])
  func aMissingCloseFrameIsOnlyAWarning(_ view: FieldRelay.View) async throws {
    let answer = try await FieldRelay(file: "fastapi_relay", options: ["ENDING": "return"]).diagnosed(view)
    #expect(answer.exit == 0, "\(answer.text)")
    #expect(answer.verdict == "healthy")
    #expect(answer.rule == "close-frame-missing")
    #expect(answer.severity == "warning")
  }

  private func expectNothing(_ relay: FieldRelay, _ view: FieldRelay.View) async throws {
    let answer = try await relay.diagnosed(view)
    #expect(answer.exit == 0, "\(answer.text)")
    #expect(answer.verdict == "healthy", "\(answer.text)")
    #expect(answer.rule == nil, "\(answer.text)")
  }
}
