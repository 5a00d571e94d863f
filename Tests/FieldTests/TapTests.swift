import Foundation
import Speech
import Testing

/// Programs of others through taps: they notice nothing, and what they did is recorded and judged.
@Suite(.enabled(if: Surroundings.python != nil, Surroundings.missing), .timeLimit(.minutes(5)))
struct TapTests {
  private static let spoken = "tell the master our ferry leaves at noon"

  /// Without capitals and full stops, which a client may ask for.
  private static func words(_ text: String) -> String { text.lowercased().filter { $0.isLetter || $0 == " " } }

  private static func samples() throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: Surroundings.audio("one-sentence"))).dropFirst(44))
  }

  /// What went over one hop in binary messages, by the HAR.
  private static func audio(_ har: JSONValue, _ hop: String) -> [UInt8] {
    (har["log"]?["entries"]?.array ?? []).filter { $0["_sttcheck"]?["hop"]?.string == hop }.flatMap { entry in
      (entry["_webSocketMessages"]?.array ?? []).filter { $0["type"]?.string == "send" && $0["opcode"]?.integer == 2 }
        .compactMap { $0["data"]?.string }.flatMap { [UInt8](Data(base64Encoded: $0) ?? Data()) }
    }
  }

  /// What came back over one hop, by the HAR.
  private static func said(_ har: JSONValue, _ hop: String) -> [JSONValue] {
    (har["log"]?["entries"]?.array ?? []).filter { $0["_sttcheck"]?["hop"]?.string == hop }.flatMap { entry in
      (entry["_webSocketMessages"]?.array ?? []).filter { $0["type"]?.string == "receive" && $0["opcode"]?.integer == 1 }
        .compactMap { $0["data"]?.string.flatMap { try? JSONValue(parsing: Array($0.utf8)) } }
    }
  }

  @Test func aBareClientBeforeTheService() async throws { try await expectHealthy("raw_client") }

  @Test(.enabled(if: Surroundings.hasSDK, "no python3 with deepgram-sdk (set STTCHECK_PYTHON)"), arguments: ["sdk_live", "sdk_live_async"])
  func theVendorsSDKBeforeTheService(_ script: String) async throws { try await expectHealthy(script) }

  /// A page says who it is by its subprotocols, which pass as they are.
  @Test(.enabled(if: Surroundings.chromium != nil, "no Chromium (set STTCHECK_CHROMIUM), or no playwright")) func aPageBeforeTheService()
    async throws
  {
    let outcome = try await expectHealthy("browser_client")
    #expect(outcome.told["protocol"]?.string == "token" && outcome.told["close"] == [1000, "", true], "\(outcome.told)")
  }

  /// A relay under uvicorn between two taps: what it gets and what it says is what the client sent and got, and so is its Close.
  @Test func bothSidesOfAFastAPIRelay() async throws {
    let outcome = try await TappedClient(script: "relay_client", relay: "fastapi_relay").played()
    #expect(outcome.exit == 0 && outcome.report["verdict"]?.string == "healthy", "\(outcome.text)")
    for hop in ["client", "service"] { #expect(Self.audio(outcome.har, hop) == (try Self.samples()), "\(hop)") }
    #expect(outcome.told["close"] == [1000, ""] && Self.said(outcome.har, "client") == outcome.told["messages"]?.array)
  }

  @discardableResult
  private func expectHealthy(_ script: String) async throws -> TappedClient.Outcome {
    let outcome = try await TappedClient(script: script).played()
    #expect(outcome.exit == 0 && outcome.report["verdict"]?.string == "healthy", "\(outcome.text)")
    #expect(Self.words(outcome.told.transcript) == Self.words(Self.spoken) && outcome.told.types.contains("Metadata"))
    #expect(Self.audio(outcome.har, "service") == (try Self.samples()))
    #expect(outcome.written.range(of: Data("a-key-of-the-clients".utf8)) == nil)
    return outcome
  }

  /// Client and relay agree on compression: it passes, and the recording has what was in it.
  @Test func bothSidesOfARelayThatCompresses() async throws {
    let outcome = try await TappedClient(script: "relay_client", relay: "websockets_relay").played()
    #expect(outcome.told["extensions"]?.string?.contains("permessage-deflate") == true, "\(outcome.told)")
    #expect(outcome.exit == 0 && outcome.report["verdict"]?.string == "healthy", "\(outcome.text)")
    #expect(outcome.report["sessions"]?[0]?["transcript"]?.string == Self.spoken)
    for hop in ["client", "service"] { #expect(Self.audio(outcome.har, hop) == (try Self.samples()), "\(hop)") }
  }

  @Test(arguments: [("wrong-rate", "sample-rate-mismatch"), ("undeclared", "format-undeclared")])
  func aFaultyRelayIsNamed(_ fault: String, _ rule: String) async throws {
    let outcome = try await TappedClient(script: "relay_client", relay: "websockets_relay", environment: ["FAULT": fault]).played()
    #expect(outcome.exit == 1, "\(outcome.text)")
    #expect(
      outcome.report["root_causes"]?[0]?["rule"]?.string == rule && outcome.report["root_causes"]?[0]?["party"]?.string == "relay",
      "\(outcome.text)")
  }
}
