import Foundation
import Speech
import Testing

/// Chromium's own MediaRecorder into a relay, and the same WebM from our player: the same words, and the same findings.
@Suite(
  .enabled(if: Surroundings.chromium != nil, "no Chromium (set STTCHECK_CHROMIUM), or no python3 with playwright (set STTCHECK_PYTHON)"),
  .timeLimit(.minutes(5)))
struct RecorderTests {
  private static let spoken = "tell the master our ferry leaves at noon"

  private struct Told: Equatable {
    var words: String
    var verdict: String
    var rules: [String]

    init(_ report: JSONValue) {
      let text = report["sessions"]?[0]?["transcript"]?.string ?? ""
      words = text.lowercased().filter { $0.isLetter || $0 == " " }
      verdict = report["verdict"]?.string ?? ""
      rules = (report["root_causes"]?.array ?? []).compactMap { $0["rule"]?.string }
    }
  }

  /// What went from the page to the relay, by the HAR: one WebM.
  private static func webm(_ har: JSONValue) -> Data {
    var bytes = Data()
    for entry in har["log"]?["entries"]?.array ?? [] where entry["_sttcheck"]?["hop"]?.string == "client" {
      for message in entry["_webSocketMessages"]?.array ?? [] where message["type"]?.string == "send" && message["opcode"]?.integer == 2 {
        if let data = message["data"]?.string, let blob = Data(base64Encoded: data) { bytes.append(blob) }
      }
    }
    return bytes
  }

  @Test(arguments: [("none", "healthy", []), ("no-close-stream", "faulty", ["close-stream-missing"])])
  func aBrowsersRecorderAndOurPlayer(_ fault: String, _ verdict: String, _ rules: [String]) async throws {
    let settings = ["FAULT": fault, "DECLARE": "nothing"]
    let page = try await TappedClient(
      script: "recorder_client", relay: "fastapi_relay",
      environment: settings.merging(["STTCHECK_CHROMIUM": Surroundings.chromium ?? ""]) { $1 }
    ).played()
    #expect(page.told["blobs"]?.array?.count ?? 0 > 8, "\(page.told)")
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("recorder-\(UUID().uuidString).webm")
    defer {
      for end in ["webm", "txt"] { try? FileManager.default.removeItem(at: file.deletingPathExtension().appendingPathExtension(end)) }
    }
    try Self.webm(page.har).write(to: file)
    try Data(Self.spoken.utf8).write(to: file.deletingPathExtension().appendingPathExtension("txt"))
    var relay = FieldRelay(
      file: "fastapi_relay", fault: fault, options: ["DECLARE": "nothing"],
      profile: "relay: ws://127.0.0.1:PORT/speech/page\naudio_file: \(file.path)\n")
    relay.scenarios = ["baseline"]
    let ours = try await relay.diagnosed(.bothHops)
    let told = Told(page.report)
    #expect(told.verdict == verdict && told.rules == rules, "\(page.text)")
    #expect(ours.verdict == verdict && [ours.rule].compactMap(\.self) == rules, "\(ours.text)")
    // Without the end of the stream, the last words may stay away.
    guard rules.isEmpty else { return }
    #expect(told.words == Self.spoken, "\(page.text)")
    #expect(ours.transcripts == [Self.spoken], "\(ours.text)")
  }
}
