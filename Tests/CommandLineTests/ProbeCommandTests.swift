import Foundation
import Speech
import Testing

/// `sttcheck probe` in a user's hands.
@Suite(.timeLimit(.minutes(5))) struct ProbeCommandTests {
  private static let key = "4c8f11d20a7be9930c1d2e3f4a5b6c7d8e9f0a1b"

  private static func probe(_ words: String..., key: String = key, in folder: TemporaryFolder? = nil) async throws -> Ended {
    let folder = try folder ?? TemporaryFolder()
    return try await Gate.programs.pass {
      try await Sttcheck(["probe"] + words, in: folder, environment: ["DEEPGRAM_API_KEY": key]).end()
    }
  }

  @Test func aHealthyService() async throws {
    let service = try LabPart(["lab", "service", "--keys", Self.key], environment: [:])
    let folder = try TemporaryFolder()
    let ended = try await Self.probe("\(service.url())/v1/listen", "--format", "json", "--record", "probe.sqlite", in: folder)
    #expect(ended.status == 0, "\(ended)")
    let told = try JSONValue(parsing: Array(ended.out.utf8))
    #expect(told["verdict"]?.string == "healthy" && told["at_fault"]?.string == "nobody" && told["wer"]?.number == 0)
    #expect(
      told["stages"]?.array?.map { $0["status"]?.string } == ["skipped", "good", "skipped", "good", "good", "good", "good"], "\(ended)")
    let frames = try await Sttcheck.run("frames", "probe.sqlite", "--no-audio", in: folder)
    #expect(frames.status == 0 && frames.out.contains("CloseStream"), "\(frames)")
    #expect(try Secrecy.leaks(of: Self.key, in: folder.files()).isEmpty && !ended.out.contains(Self.key) && !ended.err.contains(Self.key))
    _ = try await service.stop()
  }

  @Test func aKeyThatIsRefused() async throws {
    let service = try LabPart(["lab", "service", "--keys", "right"], environment: [:])
    let ended = try await Self.probe("\(service.url())/v1/listen")
    #expect(ended.status == 1 && ended.out.contains("✗ The key: the service refuses it (401"), "\(ended)")
    #expect(ended.out.contains("✗ upgrade") && ended.out.contains("· session") && !ended.out.contains(Self.key), "\(ended)")
    let without = try await Self.probe("\(service.url())/v1/listen", "--quiet", key: "")
    #expect(without.status == 0 && without.out.hasPrefix("Nobody, as far as it goes") && without.err.isEmpty, "\(without)")
    _ = try await service.stop()
  }

  /// A stranger with the service's path does not get the key.
  @Test func theKeyIsForTheServiceAlone() async throws {
    let folder = try TemporaryFolder()
    let ended = try await Self.probe("ws://nobody.invalid/v1/listen", in: folder)
    #expect(ended.status == 3 && ended.err.contains("DEEPGRAM_API_KEY is kept back: nobody.invalid"), "\(ended)")
    let alike = try await Self.probe("ws://127.0.0.1.invalid/v1/listen")
    #expect(alike.err.contains("is kept back: 127.0.0.1.invalid"), "\(alike)")
    let clear = try await Self.probe("ws://api.deepgram.invalid.deepgram.com:1/v1/listen", "--timeout", "1")
    #expect(clear.err.contains("in the clear"), "\(clear)")
  }

  @Test func aRelayByItsProfile() async throws {
    let folder = try TemporaryFolder()
    let page = try FakeRelay { head in
      let status = head.contains("X-Token: s3cret-of-the-test") ? "503 Service Unavailable" : "401 Unauthorized"
      return "HTTP/1.1 \(status)\r\nContent-Length: 0\r\n\r\n"
    }
    try folder.write("relay: \(page.url)\nheaders: { X-Token: s3cret-of-the-test }\n", to: "sttcheck.yaml")
    let ended = try await Self.probe(in: folder)
    #expect(ended.status == 3 && ended.out.contains("503 Service Unavailable"), "\(ended)")
    // What the profile shows its own relay it shows nobody who is named instead.
    let other = try await Self.probe(page.url, in: folder)
    #expect(other.status == 3 && other.out.contains("401 Unauthorized"), "\(other)")
    let asked = try await Self.probe(page.url, "--header", "X-Token: s3cret-of-the-test", in: folder)
    #expect(asked.out.contains("503 Service Unavailable"), "\(asked)")
  }

  /// The token of a login is fetched first, shown to the relay, and told to nobody.
  @Test func aRelayBehindALogin() async throws {
    let folder = try TemporaryFolder()
    let token = "tok-of-the-test-7c1d"
    let page = try FakeRelay { head in
      if head.hasPrefix("POST /login ") {
        let body = #"{"data":{"token":"\#(token)"}}"#
        return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
      }
      let status = head.contains("Bearer \(token)") ? "503 Service Unavailable" : "401 Unauthorized"
      return "HTTP/1.1 \(status)\r\nContent-Length: 0\r\n\r\n"
    }
    try folder.write(
      """
      relay: \(page.url)
      login: { post: "http://127.0.0.1:\(page.port)/login", body: { user: me }, select: $.data.token }
      headers: { Authorization: "Bearer ${login}" }
      """, to: "sttcheck.yaml")
    let ended = try await Self.probe("--record", "probe.sqlite", in: folder)
    #expect(ended.status == 3 && ended.out.contains("503 Service Unavailable"), "\(ended)")
    #expect(try Secrecy.leaks(of: token, in: folder.files()).isEmpty && !ended.out.contains(token) && !ended.err.contains(token))
    try folder.write(
      "relay: \(page.url)\nlogin: { get: \"http://127.0.0.1:\(page.port)/nowhere\" }\nheaders: { Authorization: \"Bearer ${login}\" }\n",
      to: "sttcheck.yaml")
    let refused = try await Self.probe(in: folder)
    #expect(refused.status == 3 && refused.err.contains("401"), "\(refused)")
  }

  @Test(arguments: [
    (["https://api.deepgram.com/v1/listen"], "write wss:// in place of https://"), (["htp://x"], "unknown scheme"), ([], "a URL is wanted"),
    (["ws://127.0.0.1:9", "--format", "yaml"], "allowed: text, json"), (["ws://127.0.0.1:9", "--timeout", "0"], "--timeout"),
  ])
  func whatIsNoPlace(words: [String], says: String) async throws {
    let folder = try TemporaryFolder()
    let ended = try await Gate.programs.pass { try await Sttcheck(["probe"] + words, in: folder).end() }
    #expect(ended.status == 2 && ended.err.contains(says) && ended.out.isEmpty, "\(ended)")
    #expect(folder.entries.isEmpty)
  }
}
