import Foundation
import Speech
import TestSupport
import Testing

/// A relay that the run starts and that wants a login: it is made once the relay is up, for nobody answers before.
@Suite(.enabled(if: Surroundings.python != nil, Surroundings.missing), .timeLimit(.minutes(5)))
struct StartedLoginTests {
  private struct Played {
    var exit: Int32
    var output: String
    /// Every file that was written, by name.
    var files: [String: String]
  }

  private func played(password: String) async throws -> Played {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("field-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let port = try await FreePorts.shared.next()
    let profile = """
      relay: ws://127.0.0.1:\(port)/speech/stt:test
      login: { post: "http://127.0.0.1:\(port)/login", body: { password: "${PASSWORD}" }, select: $.data.session.token }
      headers: { Authorization: "Bearer ${login}" }
      ready: { $.status.state: [go, ready] }
      """
    try Data(profile.utf8).write(to: folder.appendingPathComponent("profile.yaml"))
    let python = try #require(Surroundings.python)
    let start =
      "PASSWORD='open sesame' LISTEN=\(port) SERVICE_URL=\"$STTCHECK_SERVICE_URL\" '\(python)' '\(Surroundings.relay("session_aiohttp"))'"
    let run = try Program(
      try Surroundings.sttcheck(),
      [
        "run", "baseline", "--profile", folder.appendingPathComponent("profile.yaml").path, "--start", start,
        "--format", "json", "--report", folder.appendingPathComponent("out").path, "--record",
        folder.appendingPathComponent("run.sqlite").path,
      ],
      environment: ["PASSWORD": password, "XDG_CONFIG_HOME": folder.path])
    defer { run.kill() }
    let exit = try await run.end(within: .seconds(90))
    var files: [String: String] = [:]
    for path in FileManager.default.enumerator(atPath: folder.path)?.compactMap({ $0 as? String }) ?? [] {
      files[path] = (try? Data(contentsOf: folder.appendingPathComponent(path))).map { String(decoding: $0, as: UTF8.self) }
    }
    return Played(exit: exit, output: run.output, files: files)
  }

  @Test func itIsMadeOnceTheRelayIsUp() async throws {
    let run = try await Gate.relays.pass { try await played(password: "open sesame") }
    #expect(run.exit == 0, "\(run.output)")
    #expect(run.files["out/report.json"]?.contains("\"verdict\": \"healthy\"") == true, "\(run.output)")
    // The relay's tokens are JSON Web Tokens.
    let leaky = run.files.filter { $0.value.contains("eyJhbGciOi") }.map(\.key)
    #expect(leaky.isEmpty)
  }

  @Test func aRefusedOneIsNamedAndNothingIsRecorded() async throws {
    let run = try await Gate.relays.pass { try await played(password: "wrong") }
    #expect(run.exit == 3, "\(run.output)")
    #expect(run.output.contains("/login answered 401 Unauthorized; check the credentials"), "\(run.output)")
    #expect(run.files["run.sqlite"] == nil)
    #expect(run.files["run.relay.log"]?.isEmpty == false, "what the relay printed may say why")
  }
}
