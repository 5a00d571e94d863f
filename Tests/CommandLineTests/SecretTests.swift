import Foundation
import Glibc
import Testing
import Timeline
import Wire

/// Keys from the environment are nowhere but on the wire.
@Suite(.timeLimit(.minutes(5))) struct SecretTests {
  /// Raw, percent-encoded and base64 forms of it all differ.
  static let secret = "p@ss/w+rd=%7é&k?9Zq"
  /// One of the characters that a subprotocol may have.
  static let token = "Zq%7E+tok~w!9~kX4vB"
  static let environment = ["STTCHECK_TEST_SECRET": secret, "STTCHECK_TEST_TOKEN": token]

  /// - Parameter relay: Nil plays against the built-in one.
  private func profile(_ relay: String?, in folder: TemporaryFolder) throws {
    try folder.write(
      """
      \(relay.map { "relay: \($0)" } ?? "")
      headers: { Authorization: "Bearer ${STTCHECK_TEST_SECRET}", X-Plain: "a ${STTCHECK_TEST_SECRET} b" }
      query: { token: "${STTCHECK_TEST_SECRET}", note: "x${STTCHECK_TEST_SECRET}y" }
      subprotocols: ["stt.v1", "access_token.${STTCHECK_TEST_TOKEN}"]
      stop: { type: CloseStream, key: "${STTCHECK_TEST_SECRET}" }
      format: [html, markdown, json, junit, tap, github]
      """, to: "sttcheck.yaml")
  }

  private func expectNoLeak(_ run: PlayedRun) throws {
    var files = try run.folder.files()
    files["sttcheck.yaml"] = nil
    files["standard output"] = Array(run.ended.out.utf8)
    files["standard error"] = Array(run.ended.err.utf8)
    // The recording, six reports, and what was printed.
    #expect(files.count >= 9, "\(files.keys.sorted())")
    for secret in [Self.secret, Self.token] { #expect(Secrecy.leaks(of: secret, in: files) == []) }
  }

  /// The search would find it.
  @Test func theSearchFindsEveryForm() throws {
    let bytes = Array(Self.secret.utf8)
    for offset in 0..<3 {
      let file = Data(Array("xyz".utf8.prefix(offset)) + bytes + Array("tail".utf8)).base64EncodedData()
      #expect(Secrecy.leaks(of: Self.secret, in: ["f": Array(file)]).contains("f: base64 at \(offset)"))
    }
    let encoded = "GET /?a=1&token=p%40ss%2Fw%2Brd%3D%257%C3%A9%26k%3F9Zq"
    #expect(Secrecy.leaks(of: Self.secret, in: ["f": Array(encoded.utf8)]) == ["f: percent-encoded"])
    #expect(Secrecy.leaks(of: Self.secret, in: ["f": bytes]) == ["f: raw"])
  }

  @Test func anUnreachableRelay() async throws {
    let folder = try TemporaryFolder()
    try profile(FakeRelay(answering: nil).url, in: folder)
    let run = try await PlayedRun("run", "baseline", environment: Self.environment, folder: folder)
    #expect(run.ended.status == 3 && run.ended.err.contains("sttcheck.yaml"), "\(run.ended)")
    try expectNoLeak(run)
  }

  /// A relay that throws the whole request back, as it came and in base64.
  @Test func aRelayThatEchoes() async throws {
    let folder = try TemporaryFolder()
    let relay = try FakeRelay { head in
      let body = head + "\n" + Data(head.utf8).base64EncodedString() + "\n" + Data(("=" + head).utf8).base64EncodedString()
      let first = head.split(separator: "\r\n").first ?? ""
      return "HTTP/1.1 502 Bad \(first)\r\nX-Echo: \(first)\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }
    try profile(relay.url, in: folder)
    let run = try await PlayedRun("run", "baseline", environment: Self.environment, folder: folder)
    #expect(run.ended.status == 3, "\(run.ended)")
    try expectNoLeak(run)
  }

  @Test func aKeyOnTheCommandLine() async throws {
    let run = try await PlayedRun(
      "run", "baseline", "--relay", FakeRelay(answering: nil).url + "?model=x&token=" + "Kk3vQ8sWpLz0", "--format", "markdown,json")
    #expect(run.ended.status == 3)
    var files = try run.folder.files()
    files["standard output"] = Array(run.ended.out.utf8)
    #expect(Secrecy.leaks(of: "Kk3vQ8sWpLz0", in: files) == [])
  }

  /// The write-ahead log, too, which only a killed run leaves.
  @Test func aKilledRun() async throws {
    let folder = try TemporaryFolder()
    try profile(nil, in: folder)
    let ended = try await Gate.programs.pass {
      let run = try Sttcheck(["run", LongScenario.write(to: folder)], in: folder, environment: Self.environment)
      let path = folder.file("Reports/sttcheck.sqlite")
      try await run.until("audio in the recording") { Recording.sentFrames(at: path) >= 20 }
      run.send(SIGKILL)
      return try await run.end()
    }
    #expect(ended.bySignal)
    var files = try folder.files()
    files["sttcheck.yaml"] = nil
    #expect(files["Reports/sttcheck.sqlite-wal"]?.isEmpty == false)
    for secret in [Self.secret, Self.token] { #expect(Secrecy.leaks(of: secret, in: files) == []) }
  }

  /// A whole session, through a relay and to a service of the lab that stand by themselves.
  @Test func aSession() async throws {
    let folder = try TemporaryFolder()
    let run = try await Gate.programs.pass {
      let key = "service-key-8Jq2/w+x=%"
      let service = try LabPart(["lab", "service"], environment: [:])
      let relay = try LabPart(["lab", "relay", "--service", try await service.url()], environment: ["DEEPGRAM_API_KEY": key])
      try self.profile(try await relay.url() + "/speech/stt:test", in: folder)
      let run = try await PlayedRun.ungated(["run", "baseline"], environment: Self.environment, folder: folder)
      for part in [relay, service] {
        let ended = try await part.stop()
        #expect(ended.status == 0 && !ended.bySignal, "\(ended)")
        #expect(!(ended.out + ended.err).contains(key))
      }
      return run
    }
    #expect(run.ended.status == 0, "\(run.ended)")
    #expect(try run.recording().frames(.client, .client, .binary).flatMap(\.payload) == Samples.audio("one-sentence.wav"))
    try expectNoLeak(run)
  }
}
