import Foundation
import Speech
import Testing

/// What a real browser recorded of a page's session with a broken relay, imported: the right cause, with nothing made of what such a record has not.
@Suite(
  .enabled(if: Surroundings.chromium != nil, "no Chromium (set STTCHECK_CHROMIUM), or no python3 with playwright (set STTCHECK_PYTHON)"),
  .timeLimit(.minutes(5)))
struct BrowserRecordTests {
  /// The report of a HAR, with content embedded or attached.
  private static func report(_ fault: String?, _ content: String, at clip: String) async throws -> JSONValue {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("har-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let har = folder.appendingPathComponent("page.har").path
    let client = VendorClient(
      script: "browser_client", key: "",
      environment: ["STTCHECK_CHROMIUM": Surroundings.chromium ?? "", "TARGET": "/speech", "HAR": har, "HAR_CONTENT": content],
      clip: clip, relayOptions: fault.map { ["--fault", $0] } ?? [])
    #expect(try await client.told(.relay)["opened"] == true)
    let words = ["import", har, "--record", folder.path + "/a.sqlite", "--report", folder.path, "--format", "json"]
    let ended = try Program(try Surroundings.sttcheck(), words)
    defer { ended.kill() }
    let exit = try await ended.end(within: .seconds(90))
    #expect(exit == (fault == nil ? 0 : 1), "\(ended.output)")
    return try JSONValue(parsing: [UInt8](Data(contentsOf: folder.appendingPathComponent("report.json"))))
  }

  @Test(arguments: [
    ("early-break", "embed", "two-sentences"), ("early-break", "attach", "two-sentences"), ("results-as-binary", "embed", "one-sentence"),
  ])
  func aBrokenRelayIsNamed(_ fault: String, _ content: String, _ clip: String) async throws {
    let report = try await Self.report(fault, content, at: clip)
    let cause = try #require(report["root_causes"]?[0])
    #expect(cause["rule"]?.string == fault && cause["party"]?.string == "relay", "\(report["headline"]?.string ?? "")")
    // No Close frame is recorded, so none is told of.
    #expect(report["headline"]?.string?.contains("1006") == false)
  }

  @Test func aHealthyOneIsNot() async throws {
    let report = try await Self.report(nil, "embed", at: "two-sentences")
    #expect(report["verdict"]?.string == "healthy" && report["root_causes"]?.array?.isEmpty == true, "\(report)")
  }
}
