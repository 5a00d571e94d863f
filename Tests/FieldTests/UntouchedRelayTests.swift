import Foundation
import Speech
import TestSupport
import Testing

/// Relays that have `wss://api.deepgram.com` in their code, or the SDK's default, and nothing else: one command each, and nothing is set for them.
@Suite(.enabled(if: Surroundings.hasSDK, Surroundings.missing), .timeLimit(.minutes(5)))
struct UntouchedRelayTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var file: String
    var fault = "none"
    var loop = "auto"
    /// The root cause; nil: none.
    var rule: String?
    var testDescription: String { "\(file) \(fault) \(loop)" }
  }

  @Test(arguments: [
    Case(file: "untouched_websockets.py"), Case(file: "untouched_websockets.py", fault: "early-break", rule: "early-break"),
    Case(file: "untouched_websockets.py", fault: "no-close-stream", rule: "close-stream-missing"),
    Case(file: "untouched_websockets.py", fault: "grant"),
    Case(file: "untouched_websockets.py", fault: "grant-as-key", rule: "service-refusal-hidden"),
    Case(file: "untouched_sdk.py", loop: "asyncio"), Case(file: "untouched_sdk.py", loop: "uvloop"),
    Case(file: "untouched_sdk.py", fault: "wrong-rate", rule: "sample-rate-mismatch"), Case(file: "untouched_aiohttp.py"),
    Case(file: "untouched_aiohttp.py", fault: "container-wav", rule: "container-declared-for-raw-audio"),
  ])
  func isNamedAsItIs(_ test: Case) async throws { try await check(test, with: try #require(Surroundings.python)) }

  @Test(
    .enabled(if: Surroundings.nodeHasWS, "no node with the package ws (Debian: node-ws; set NODE_PATH)"),
    arguments: [
      Case(file: "untouched_node.cjs"), Case(file: "untouched_node.cjs", fault: "no-close-stream", rule: "close-stream-missing"),
    ])
  func isNamedAsItIsInNode(_ test: Case) async throws { try await check(test, with: "node") }

  private func check(_ test: Case, with interpreter: String) async throws {
    let (exit, report, text) = try await Gate.relays.pass { try await played(test, interpreter) }
    #expect(exit == (test.rule == nil ? 0 : 1), "\(text)")
    #expect(report["verdict"]?.string == (test.rule == nil ? "healthy" : "faulty"), "\(text)")
    // A machine that is busy makes a relay slow, which is a warning.
    let errors = (report["root_causes"]?.array ?? []).filter { $0["severity"]?.string == "error" }
    #expect(errors.first?["rule"]?.string == test.rule, "\(text)")
    if test.rule != nil { #expect(errors.first?["certainty"]?.string == "proven", "\(text)") }
  }

  private func played(_ test: Case, _ interpreter: String) async throws -> (Int32, JSONValue, String) {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("field-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let port = try await FreePorts.shared.next()
    let file = URL(fileURLWithPath: Surroundings.relay("x")).deletingLastPathComponent().appendingPathComponent(test.file).path
    let run = try Program(
      try Surroundings.sttcheck(),
      [
        "run", "baseline", "two-utterances", "--relay", "ws://127.0.0.1:\(port)/listen", "--start", "\(interpreter) '\(file)'",
        "--format", "json", "--report", folder.path, "--record", folder.appendingPathComponent("run.sqlite").path,
      ],
      environment: [
        "PORT": "\(port)", "FAULT": test.fault, "LOOP": test.loop, "XDG_CONFIG_HOME": folder.path, "DEEPGRAM_API_KEY": "",
        // Whoever keeps the relay off proxies is overruled.
        "NO_PROXY": "*", "no_proxy": "*",
      ])
    defer { run.kill() }
    let exit = try await run.end(within: .seconds(90))
    let report = try Data(contentsOf: folder.appendingPathComponent("report.json"))
    let log = (try? String(contentsOf: folder.appendingPathComponent("run.relay.log"), encoding: .utf8)) ?? ""
    return (exit, try JSONValue(parsing: [UInt8](report)), run.output + log)
  }
}
