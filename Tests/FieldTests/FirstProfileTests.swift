import Foundation
import TestSupport
import Testing

/// `sttcheck init` against a relay that is healthy, and particular.
@Suite(.enabled(if: Surroundings.python != nil, Surroundings.missing))
struct FirstProfileTests {
  @Test(.timeLimit(.minutes(5)))
  func whatIsFoundOutIsAProfileToRunWith() async throws {
    try await Gate.relays.pass {
      let (port, servicePort) = (try await FreePorts.shared.next(), try await FreePorts.shared.next())
      let folder = FileManager.default.temporaryDirectory.appendingPathComponent("first-profile-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(at: folder) }
      let python = try #require(Surroundings.python)
      let sttcheck = try Surroundings.sttcheck()
      let service = try Program(sttcheck, ["lab", "service", "--listen", "127.0.0.1:\(servicePort)"])
      defer { service.kill() }
      let own = [
        "LISTEN": "\(port)", "SERVICE_URL": "ws://127.0.0.1:\(servicePort)", "TOKEN": "of-the-relay-42", "STOP": #"{"type":"CloseStream"}"#,
      ]
      let relay = try Program(python, [Surroundings.relay("particular_relay")], environment: own)
      defer { relay.kill() }
      try await service.listens(on: servicePort)
      try await relay.listens(on: port)

      let file = folder.appendingPathComponent("sttcheck.yaml").path
      let words = ["init", "ws://127.0.0.1:\(port)/speech", "--output", file]
      let refused = try Program(sttcheck, words)
      defer { refused.kill() }
      #expect(try await refused.end(within: .seconds(60)) == 3, "\(refused.output)")
      #expect(refused.output.contains("401") && !FileManager.default.fileExists(atPath: file), "\(refused.output)")

      let found = try Program(sttcheck, words + ["--header", "Authorization: Bearer of-the-relay-42"])
      defer { found.kill() }
      #expect(try await found.end(within: .seconds(120)) == 0, "\(found.output)")
      let text = try String(contentsOfFile: file, encoding: .utf8)
      #expect(text.contains("sample_rate: 16000") && text.contains(#"stop: {"type":"CloseStream"}"#), "\(text)")
      #expect(text.contains("${RELAY_AUTHORIZATION}") && !text.contains("of-the-relay-42"), "\(text)")

      let run = try Program(
        sttcheck,
        ["run", "baseline", "--profile", file, "--record", folder.appendingPathComponent("run.sqlite").path, "--report", folder.path],
        environment: ["RELAY_AUTHORIZATION": "Bearer of-the-relay-42"])
      defer { run.kill() }
      #expect(try await run.end(within: .seconds(60)) == 0 && run.output.contains("HEALTHY"), "\(run.output)")
    }
  }
}
