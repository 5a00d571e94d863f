import Foundation
import Speech
import Testing

/// A relay that lets nobody in: exit code 3, and what it said is in the report.
@Suite(.timeLimit(.minutes(5))) struct UnreachableTests {
  @Test func aRefusedConnection() async throws {
    let closed = try FakeRelay(answering: nil)
    let run = try await PlayedRun("run", "baseline", "--relay", closed.url, "--format", "json")
    #expect(run.ended.status == 3, "\(run.ended)")
    let report = try run.report()
    #expect(report["verdict"]?.string == "unreachable" && report["root_causes"]?[0]?["rule"]?.string == "relay-unreachable")
    #expect(report["headline"]?.string?.contains("ECONNREFUSED") == true)
    #expect(run.ended.out.contains("127.0.0.1:\(closed.port)"))
  }

  /// The others are skipped, and said to be.
  @Test func aRefusedConnectionEndsTheSuite() async throws {
    let closed = try FakeRelay(answering: nil)
    let run = try await PlayedRun("run", "--relay", closed.url, "--format", "json")
    let sessions = try #require(run.report()["sessions"]?.array)
    #expect(run.ended.status == 3 && sessions.count == 7 && sessions.dropFirst().allSatisfy { $0["skipped"]?.string != nil })
  }

  @Test(arguments: [
    ("HTTP/1.1 502 Bad Gateway\r\nServer: nginx\r\nContent-Length: 9\r\n\r\nno relay!", "502"),
    (
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: AAAA\r\n\r\n",
      "BAD_ACCEPT_KEY"
    ),
    ("SSH-2.0-OpenSSH_9.2\r\n\r\n", "NOT_HTTP"),
    ("", "CLOSED"),
  ]) func aRefusedHandshake(answer: String, word: String) async throws {
    let relay = try FakeRelay { _ in answer }
    let run = try await PlayedRun("run", "baseline", "--relay", relay.url, "--format", "json")
    #expect(run.ended.status == 3, "\(run.ended)")
    let report = try run.report()
    #expect(report["verdict"]?.string == "unreachable" && report["root_causes"]?[0]?["rule"]?.string == "handshake-refused")
    #expect(report["headline"]?.string?.contains(word) == true)
    if word == "502" { #expect(run.ended.out.contains("no relay!")) }
  }

  /// A refusal that names the service's is no unreachable relay.
  @Test func aRefusalOfTheService() async throws {
    let relay = try FakeRelay { _ in "HTTP/1.1 401 Unauthorized\r\ndg-error: INVALID_AUTH\r\nContent-Length: 0\r\n\r\n" }
    let run = try await PlayedRun("run", "baseline", "--relay", relay.url, "--format", "json")
    #expect(try run.ended.status == 1 && run.report()["root_causes"]?[0]?["rule"]?.string == "service-refused")
  }
}
