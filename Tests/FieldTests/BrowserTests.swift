import Foundation
import Speech
import Testing

/// A page in a real browser, which can say who it is only by its subprotocols, and cannot read a refused handshake.
@Suite(
  .enabled(if: Surroundings.chromium != nil, "no Chromium (set STTCHECK_CHROMIUM), or no python3 with playwright (set STTCHECK_PYTHON)"),
  .timeLimit(.minutes(5)))
struct BrowserTests {
  private static let client = VendorClient(
    script: "browser_client", environment: ["STTCHECK_CHROMIUM": Surroundings.chromium ?? ""])

  @Test(arguments: [VendorClient.Place.service([]), .relay])
  func aPageStreams(_ place: VendorClient.Place) async throws {
    let told = try await Self.client.told(place)
    #expect(told["opened"] == true, "\(told)")
    #expect(told["protocol"]?.string == "token")
    #expect(told.transcript.lowercased().hasPrefix("tell the master our ferry"), "\(told)")
    #expect(told.types.last == "Metadata")
    #expect(told["close"] == [1000, "", true])
    #expect(told["binary"]?.integer == 0)
  }

  /// The relay is the only place where a browser can learn the true reason.
  @Test func aRefusalIsNothingToAPage() async throws {
    let told = try await Self.client.told(.service(["--keys", "another"]))
    #expect(told["opened"] == false)
    #expect(told["close"] == [1006, "", false])
  }
}
