import Foundation
import Testing

/// Profiles against relays in Python: logins with JWT and subprotocol, and each shape of messages; all of them healthy.
@Suite(.enabled(if: Surroundings.python != nil, Surroundings.missing))
struct ProfileTests {
  /// Which shape a relay sends, and which one the report must name.
  struct Shape: Sendable, CustomTestStringConvertible {
    var sent: String
    var read: String
    var testDescription: String { "\(sent) is \(read)" }

    init(_ sent: String, _ read: String) {
      self.sent = sent
      self.read = read
    }
  }

  /// The ready-made profile of a vendor's starter, with the port of this one.
  static func starter(_ name: String) throws -> String {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Fixtures/profiles/\(name).yaml")
    return try String(contentsOf: path, encoding: .utf8).replacingOccurrences(of: "8081", with: "PORT")
  }

  static let plain = "relay: ws://127.0.0.1:PORT/speech/stt:test\n"

  @Test(
    .timeLimit(.minutes(5)),
    arguments: [
      Shape("deepgram", "deepgram"), Shape("typed", "type-text"), Shape("transcript", "type-text"), Shape("is_final", "transcript-flag"),
      Shape("isFinal", "transcript-flag"), Shape("final", "transcript-flag"), Shape("untyped", "deepgram-untyped"),
      Shape("data", "data-wrapper"), Shape("event", "event-wrapper"), Shape("metadata", "type-text"), Shape("text", "plain-text"),
    ])
  func eachShapeIsRecognised(_ shape: Shape) async throws {
    try await expectNothing(FieldRelay(file: "asyncio_relay", options: ["SHAPE": shape.sent], profile: Self.plain), shape.read)
  }

  @Test(.timeLimit(.minutes(5)), arguments: [FieldRelay.View.bothHops, .clientHop])
  func aLanguageOfItsOwnIsReadByAMapping(_ view: FieldRelay.View) async throws {
    let profile =
      Self.plain + """
        messages:
          transcript: $.said[*].words
          final: { $.kind: sentence }
          start: $.said[0].at
          metadata: { kind: sum }
        """
    let relay = FieldRelay(file: "asyncio_relay", options: ["SHAPE": "own"], profile: profile)
    try await expectNothing(relay, "mapping", view)
  }

  /// Without the mapping nobody claims that nothing came: the first message is quoted, and the verdict is open.
  @Test(.timeLimit(.minutes(5)))
  func withoutTheMappingItSaysSo() async throws {
    let relay = FieldRelay(file: "asyncio_relay", options: ["SHAPE": "own"], scenarios: ["baseline"], profile: Self.plain)
    let answer = try await relay.diagnosed(.clientHop)
    #expect(answer.verdict == "inconclusive", "\(answer.text)")
    #expect(answer.rule == nil, "\(answer.text)")
    for kind in ["guess", "sentence"] { #expect(answer.text.contains("\"kind\": \"\(kind)\""), "\(answer.text)") }
    #expect(!answer.text.contains("0 messages"), "\(answer.text)")
  }

  @Test(
    .timeLimit(.minutes(5)),
    arguments: [
      ("session_fastapi", "deepgram-fastapi", Shape("deepgram", "deepgram")),
      ("session_flask", "deepgram-flask", Shape("is_final", "transcript-flag")),
      ("session_fastapi", "deepgram-node", Shape("typed", "type-text")),
    ])
  func startersAreLoggedInto(_ file: String, _ profile: String, _ shape: Shape) async throws {
    let relay = FieldRelay(file: file, options: ["SHAPE": shape.sent], profile: try Self.starter(profile))
    let answer = try await expectNothing(relay, shape.read)
    try expectNoToken(answer)
  }

  static let aiohttp = """
    relay: ws://127.0.0.1:PORT/speech/stt:test
    login: { post: http://127.0.0.1:PORT/login, body: { password: "${PASSWORD}" }, select: $.data.session.token }
    headers: { Authorization: "Bearer ${login}" }
    ready: { $.status.state: [go, ready] }
    """

  @Test(.timeLimit(.minutes(5)))
  func aPasswordAHeaderAndAReadyMessage() async throws {
    let relay = FieldRelay(
      file: "session_aiohttp", profile: Self.aiohttp, secrets: ["PASSWORD": "open sesame"])
    let answer = try await expectNothing(relay, "type-text")
    try expectNoToken(answer)
    #expect(answer.written.range(of: Data("open sesame".utf8)) == nil)
  }

  @Test(.timeLimit(.minutes(5)))
  func aTokenOfPlainTextInTheQuery() async throws {
    let profile = """
      relay: ws://127.0.0.1:PORT/speech/stt:test
      login: { get: http://127.0.0.1:PORT/token }
      query: { token: "${login}" }
      """
    try expectNoToken(try await expectNothing(FieldRelay(file: "starlette_relay", profile: profile), "event-wrapper"))
  }

  @Test(
    .timeLimit(.minutes(5)),
    arguments: [
      ("wrong", Self.aiohttp, 3, "/login answered 401 Unauthorized; check the credentials"),
      (
        "open sesame", Self.aiohttp.replacing("$.data.session.token", with: "$.token"), 2,
        "nothing stands at $.token in the answer; its members are data"
      ),
      ("open sesame", Self.aiohttp.replacing("PORT/login", with: "PORT/log-in"), 3, "/log-in answered 404 Not Found; check the URL"),
      ("open sesame", Self.aiohttp.replacing("http://127.0.0.1:PORT", with: "http://127.0.0.1:9"), 3, "Connection refused"),
    ] as [(String, String, Int32, String)])
  func aFailedLoginIsNamed(_ password: String, _ profile: String, _ exit: Int32, _ words: String) async throws {
    var relay = FieldRelay(file: "session_aiohttp", scenarios: ["baseline"], profile: profile, secrets: ["PASSWORD": password])
    relay.fault = "none"
    let answer = try await relay.diagnosed(.clientHop)
    #expect(answer.exit == exit, "\(answer.text)")
    #expect(answer.text.contains(words), "\(answer.text)")
    #expect(answer.written.isEmpty, "a run without a login writes nothing")
  }

  @discardableResult
  private func expectNothing(
    _ relay: FieldRelay, _ shape: String, _ view: FieldRelay.View = .bothHops
  ) async throws -> FieldRelay.Answer {
    let answer = try await relay.diagnosed(view)
    #expect(answer.exit == 0, "\(answer.text)")
    #expect(answer.verdict == "healthy", "\(answer.text)")
    #expect(answer.rule == nil, "\(answer.text)")
    #expect(answer.shapes == [shape, shape], "\(answer.text)")
    #expect(answer.transcripts.count == 2 && answer.transcripts.allSatisfy { $0.split(separator: " ").count >= 6 }, "\(answer.transcripts)")
    return answer
  }

  /// The token went over the wire, and stands nowhere in what was written.
  private func expectNoToken(_ answer: FieldRelay.Answer) throws {
    let line = try #require(answer.relayOutput.split(separator: "\n").first { $0.hasPrefix("issued ") }, "\(answer.relayOutput)")
    let token = String(line.dropFirst(7))
    #expect(token.count > 80)
    #expect(answer.written.range(of: Data(token.utf8)) == nil)
    #expect(answer.written.range(of: Data((token.split(separator: ".").last.map(String.init) ?? token).utf8)) == nil)
  }
}
