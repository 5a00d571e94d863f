import Speech
import Testing

/// Relays that were written for clients of another kind: Socket.IO's own server, and one for telephone calls.
@Suite(.enabled(if: Surroundings.python != nil, Surroundings.missing))
struct DialectTests {
  static let withoutSocketIO: Comment = "that Python lacks python-socketio"

  private static func socketIO(_ fault: String = "none") -> FieldRelay {
    let profile = "relay: ws://127.0.0.1:PORT\nclient: { dialect: socket.io, results: transcript }\n"
    return FieldRelay(file: "socketio_relay", fault: fault, profile: profile)
  }

  private static func twilio(_ fault: String = "none") -> FieldRelay {
    FieldRelay(file: "twilio_relay", fault: fault, profile: "relay: ws://127.0.0.1:PORT/twilio\nclient: twilio\n")
  }

  @Test(
    .enabled(if: Surroundings.hasSocketIO, withoutSocketIO), .timeLimit(.minutes(5)), arguments: [FieldRelay.View.bothHops, .clientHop])
  func socketIOsOwnServerIsHealthy(_ view: FieldRelay.View) async throws { try await expectNothing(Self.socketIO(), view) }

  /// One event for start and stop, as Deepgram's older starters have it; the client stays where it is behind the stop, which is no error.
  @Test(
    .enabled(if: Surroundings.hasSocketIO, withoutSocketIO), .timeLimit(.minutes(5)), arguments: [FieldRelay.View.bothHops, .clientHop])
  func aRelayThatIsToggledIsNotFaulty(_ view: FieldRelay.View) async throws {
    let profile = """
      relay: ws://127.0.0.1:PORT
      client:
        dialect: socket.io
        opening: [{ event: toggle, data: { action: start } }, { await: ready }]
        stop: { event: toggle, data: { action: stop } }
      """
    let answer = try await FieldRelay(file: "socketio_relay", options: ["STYLE": "toggle"], profile: profile).diagnosed(view)
    #expect(answer.exit == 0 && answer.verdict == "healthy", "\(answer.text)")
    #expect(answer.rule == nil || answer.rule == "close-not-relayed", "\(answer.text)")
    #expect(answer.transcripts.allSatisfy { !$0.isEmpty })
  }

  @Test(.timeLimit(.minutes(5)), arguments: [FieldRelay.View.bothHops, .clientHop])
  func aRelayForTelephoneCallsIsHealthy(_ view: FieldRelay.View) async throws { try await expectNothing(Self.twilio(), view) }

  /// A relay that waits for both sides of a call hears both: the caller on one channel, silence on the other.
  @Test(.timeLimit(.minutes(5)), arguments: [FieldRelay.View.bothHops, .clientHop])
  func aRelayForBothSidesOfACallIsHealthy(_ view: FieldRelay.View) async throws {
    let profile = "relay: ws://127.0.0.1:PORT/twilio\nclient: { dialect: twilio, tracks: both }\n"
    try await expectNothing(FieldRelay(file: "twilio_relay", options: ["TRACKS": "both"], profile: profile), view)
  }

  /// The same faults are named as with a client of binary messages.
  @Test(
    .enabled(if: Surroundings.hasSocketIO, withoutSocketIO), .timeLimit(.minutes(5)),
    arguments: [("no-close-stream", "close-stream-missing"), ("undeclared", "format-undeclared")])
  func faultsBehindSocketIOAreNamed(_ fault: String, _ rule: String) async throws {
    let answer = try await Self.socketIO(fault).diagnosed(.bothHops)
    #expect(answer.rule == rule, "\(answer.text)")
    #expect(answer.exit == 1)
  }

  @Test(.timeLimit(.minutes(5)), arguments: [("payload-as-text", "audio-sent-as-text"), ("no-close-stream", "close-stream-missing")])
  func faultsBehindACallAreNamed(_ fault: String, _ rule: String) async throws {
    let answer = try await Self.twilio(fault).diagnosed(.bothHops)
    #expect(answer.rule == rule, "\(answer.text)")
    #expect(answer.exit == 1)
  }

  /// The same relay, fed with a call as Twilio's documentation has it: the same words, and the same findings.
  @Test(.timeLimit(.minutes(5)), arguments: [("none", nil), ("no-close-stream", "close-stream-missing")])
  func aCallThatOthersWroteDown(_ fault: String, _ rule: String?) async throws {
    let call = try await TappedClient(script: "twilio_call", relay: "twilio_relay", environment: ["FAULT": fault]).played()
    let ours = try await Self.twilio(fault).diagnosed(.bothHops)
    let first = call.report["root_causes"]?[0]?["rule"]?.string
    #expect(first == rule && ours.rule == rule, "\(call.text)\n\(ours.text)")
    #expect(call.report["verdict"]?.string == ours.verdict)
    guard rule == nil else { return }
    let words = call.report["sessions"]?[0]?["transcript"]?.string
    #expect(words == "tell the master our ferry leaves at noon" && words == ours.transcripts.first)
  }

  /// A client of binary messages has no conversation with it: nothing is said of the relay, and the line for the profile is.
  @Test(.enabled(if: Surroundings.hasSocketIO, withoutSocketIO), .timeLimit(.minutes(5)))
  func aDialectThatIsNotSpokenIsNamed() async throws {
    let profile = "relay: ws://127.0.0.1:PORT/socket.io/?EIO=4&transport=websocket\n"
    let answer = try await FieldRelay(file: "socketio_relay", scenarios: ["baseline"], profile: profile).diagnosed(.clientHop)
    #expect(answer.verdict == "inconclusive", "\(answer.text)")
    #expect(answer.rule == nil && answer.exit == 2)
    #expect(answer.text.contains("client: socket.io"))
  }

  private func expectNothing(_ relay: FieldRelay, _ view: FieldRelay.View) async throws {
    let answer = try await relay.diagnosed(view)
    #expect(answer.exit == 0, "\(answer.text)")
    #expect(answer.verdict == "healthy", "\(answer.text)")
    #expect(answer.rule == nil, "\(answer.text)")
  }
}
