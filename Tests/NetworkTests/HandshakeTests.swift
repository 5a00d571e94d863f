import Lab
import Machines
import NIOCore
import NIOPosix
import Network
import Testing
import Timeline
import Wire

@Suite("The client's opening handshake", .timeLimit(.minutes(5)))
struct HandshakeTests {
  let bench = Bench()

  @Test("request and response are recorded as they crossed the wire")
  func recordsVerbatim() async throws {
    let server = try await RawServer.start { request in
      [.write(RawServer.switching(request, headers: ["x-odd-CASE:  a ", "Set-Cookie: one", "SET-COOKIE: two"])), .finish]
    }
    let headers = [HeaderField("Authorization", "Token k"), HeaderField("x-b", "1"), HeaderField("X-A", "2"), HeaderField("x-b", "3")]
    try await bench.play(.client(target: "/v1/listen?a=b", headers: headers, subprotocols: ["p.1", "q"]), "ws://127.0.0.1:\(server.port)")
    let request = try #require(bench.clientSink.requests.first)
    #expect(request.raw == server.received)
    #expect(request.target == "/v1/listen?a=b")
    #expect(request.headers.suffix(4) == headers[...])
    #expect(request.headers["Host"] == "127.0.0.1:\(server.port)")
    #expect(request.headers["Sec-WebSocket-Protocol"] == "p.1, q")
    let response = try #require(bench.clientSink.responses.first)
    #expect(response.status == 101)
    #expect(String(decoding: response.raw, as: UTF8.self).contains("\r\nx-odd-CASE:  a \r\nSet-Cookie: one\r\nSET-COOKIE: two\r\n\r\n"))
    #expect(response.headers.all("set-cookie") == ["one", "two"])
    #expect(bench.clientSink.ends == [ConnectionEnd(.finished, by: .relay)])
    await server.stop()
  }

  @Test("frames in the same segment as the 101 are not lost; neither are those cut into single bytes", arguments: [false, true])
  func keepsEagerFrames(trickled: Bool) async throws {
    let frames =
      Frame(sending: .text, payload: Array("first".utf8), maskKey: nil).wireBytes
      + Frame(sending: .ping, payload: [], maskKey: nil).wireBytes
    let server = try await RawServer.start { request in
      let bytes = RawServer.switching(request, behind: frames)
      return [trickled ? .trickle(bytes) : .write(bytes), .finish]
    }
    let machine = ScriptedMachine.client()
    try await bench.play(machine, "ws://127.0.0.1:\(server.port)")
    let received = machine.log.occurrences.compactMap { if case .received(.dialled, let message) = $0 { message } else { nil } }
    #expect(received == [.text("first"), .ping([])])
    #expect(bench.clientSink.frames.map(\.sender) == [.relay, .relay])
    await server.stop()
  }

  @Test("each client's key and mask are fresh")
  func isRandom() async throws {
    let server = try await bench.serve(.echo())
    for _ in 0..<2 {
      let machine = ScriptedMachine.client { occurrence, _, _ in
        if case .opened = occurrence { return [.send(.dialled, .text("a")), .send(.dialled, .text("a")), .end(.dialled, .finished)] }
        return []
      }
      try await bench.play(machine, "ws://127.0.0.1:\(server.boundAddress.port)")
    }
    #expect(Set(bench.clientSink.requests.compactMap { $0.headers["Sec-WebSocket-Key"] }).count == 2)
    let ours = bench.clientSink.frames.filter { $0.sender == .client }
    #expect(ours.count == 4)
    #expect(Set(ours.map(\.frame.header)).count == 4)
    await server.shutdown()
  }

  struct Refusal: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var steps: [RawServer.Step]
    var body: String

    init(_ name: String, _ head: String, _ pieces: [String], end: RawServer.Step? = nil, body: String) {
      testDescription = name
      self.body = body
      steps = [.write(Array(head.utf8))] + pieces.map { .write(Array($0.utf8)) } + (end.map { [$0] } ?? [])
    }
  }

  @Test(
    "a refusal is read whole, however its length is told",
    arguments: [
      Refusal(
        "length", "HTTP/1.1 401 Unauthorized\r\ndg-error: no\r\nContent-Length: 9\r\n\r\n", ["{\"a\":", "true}"], body: "{\"a\":true"),
      Refusal(
        "chunked", "HTTP/1.1 401 No\r\nTransfer-Encoding: chunked\r\n\r\n", ["4\r\nab", "cd\r", "\n3;x=y\r\nefg\r\n0\r\n\r\n"],
        body: "abcdefg"),
      Refusal("until close", "HTTP/1.0 401 No\r\n\r\n", ["abc", "def"], end: .finish, body: "abcdef"),
      Refusal("none", "HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n", [], body: ""),
      Refusal("cut short", "HTTP/1.1 401 No\r\nContent-Length: 900\r\n\r\n", ["abc"], end: .finish, body: "abc"),
      Refusal("redirect", "HTTP/1.1 301 Moved\r\nLocation: wss://elsewhere/\r\nContent-Length: 2\r\n\r\n", ["ok"], body: "ok"),
      Refusal("after 103", "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 503 Busy\r\nContent-Length: 1\r\n\r\n", ["!"], body: "!"),
      Refusal(
        "beyond the limit", "HTTP/1.1 500 Oh\r\n\r\n", [String(repeating: "x", count: 70_000)], body: String(repeating: "x", count: 65_536)),
    ])
  func readsRefusals(refusal: Refusal) async throws {
    let server = try await RawServer.start { _ in refusal.steps }
    let machine = ScriptedMachine.client()
    try await bench.play(machine, "ws://127.0.0.1:\(server.port)")
    let told = machine.log.occurrences.compactMap { if case .refused(let head) = $0 { head } else { nil } }
    #expect(told.count == 1)
    #expect(told == bench.clientSink.responses)
    #expect(told.first.map { String(decoding: $0.body, as: UTF8.self) } == refusal.body)
    #expect(bench.clientSink.ends.map(\.by) == [["until close", "cut short"].contains(refusal.testDescription) ? .relay : .client])
    await server.stop()
  }

  struct Breach: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var code: String
    var begin = RawServer.Begin.afterRequest
    /// Whether there was an answer to record.
    var isAnswered = false
    var steps: @Sendable (String) -> [RawServer.Step]

    static func answer(_ code: String, _ change: @escaping @Sendable (String) -> String) -> Breach {
      Breach(testDescription: code, code: code, isAnswered: true) { request in
        let whole = String(decoding: RawServer.switching(request), as: UTF8.self)
        return [.write(Array(change(whole).utf8))]
      }
    }

    static func bytes(_ name: String, _ code: String, _ text: String, _ more: [RawServer.Step] = []) -> Breach {
      Breach(testDescription: name, code: code) { _ in [.write(Array(text.utf8))] + more }
    }
  }

  @Test(
    "everything else that can go wrong is a value",
    arguments: [
      .answer("BAD_ACCEPT_KEY") { $0.replacing("Accept: ", with: "Accept: x") },
      .answer("BAD_ACCEPT_KEY") { $0.replacing("Sec-WebSocket-Accept", with: "Sec-WebSocket-Other") },
      .answer("BAD_UPGRADE") { $0.replacing("Upgrade: websocket", with: "X: y") },
      .answer("BAD_CONNECTION") { $0.replacing("Connection: Upgrade", with: "Connection: keep-alive") },
      .answer("UNASKED_SUBPROTOCOL") { $0.replacing("\r\n\r\n", with: "\r\nSec-WebSocket-Protocol: soap\r\n\r\n") },
      .answer("UNASKED_EXTENSION") { $0.replacing("\r\n\r\n", with: "\r\nSec-WebSocket-Extensions: permessage-deflate; a=1\r\n\r\n") },
      .bytes("garbage", "NOT_HTTP", "SSH-2.0-OpenSSH_9.2\r\n"),
      .bytes("a frame at once", "NOT_HTTP", "\u{1}\u{5}hello"),
      .bytes("no status", "BAD_HEAD", "HTTP/1.1 OK\r\n\r\n"),
      .bytes("no colon", "BAD_HEAD", "HTTP/1.1 101 OK\r\nUpgrade\r\n\r\n"),
      .bytes("endless head", "HEAD_TOO_LONG", "HTTP/1.1 101 OK\r\nX: " + String(repeating: "x", count: 66_000)),
      .bytes("closed in the head", "CLOSED", "HTTP/1.1 101 Swi", [.finish]),
      Breach(testDescription: "closed at once", code: "CLOSED") { _ in [.finish] },
      Breach(testDescription: "reset", code: "ECONNRESET") { _ in [.reset] },
    ] as [Breach])
  func turnsBreachesIntoValues(breach: Breach) async throws {
    let server = try await RawServer.start(breach.begin, breach.steps)
    let failure = try await bench.failure("ws://127.0.0.1:\(server.port)")
    #expect(failure.stage == .handshake)
    #expect(failure.code == breach.code, "\(failure.text)")
    #expect(failure.address == "127.0.0.1:\(server.port)")
    #expect((failure.errno != nil) == (breach.code == "ECONNRESET"))
    #expect(bench.clientSink.responses.map(\.status) == (breach.isAnswered ? [101] : []))
    await server.stop()
  }

  /// What the client offered, what came back, and the section that it breaks; the codec has the rest of them.
  @Test(
    "an answer to an offer of compression is held against it",
    arguments: [
      ("permessage-deflate; client_max_window_bits", "7.1.2.2"), ("permessage-deflate; server_max_window_bits=0", "7.1.2.1"),
      ("permessage-deflate, permessage-deflate", "5"), ("permessage-deflate; x", "7.1"),
    ])
  func checksTheAnswerToAnOffer(answer: String, section: String) async throws {
    let server = try await RawServer.start(.afterRequest) { request in
      let whole = String(decoding: RawServer.switching(request), as: UTF8.self)
      return [.write(Array(whole.replacing("\r\n\r\n", with: "\r\nSec-WebSocket-Extensions: \(answer)\r\n\r\n").utf8))]
    }
    let failure = try await bench.failure("ws://127.0.0.1:\(server.port)", DialOptions(compression: .usual))
    #expect(failure.code == "BAD_EXTENSION" && failure.text.contains("RFC 7692 §\(section)"), "\(failure.text)")
    await server.stop()
  }

  @Test("silence ends with our own deadline")
  func boundsSilence() async throws {
    let server = try await RawServer.start { _ in [] }
    let failure = try await bench.failure("ws://127.0.0.1:\(server.port)", DialOptions(handshakeTimeout: .milliseconds(50)))
    #expect(failure.stage == .handshake)
    #expect(failure.code == "TIMEOUT")
    await server.stop()
  }

  @Test("a refusal whose body never ends is still a refusal")
  func boundsBodies() async throws {
    let server = try await RawServer.start { _ in [.write(Array("HTTP/1.1 401 No\r\nContent-Length: 9\r\n\r\nabc".utf8))] }
    // A busy machine may not even bring the head in time, which is a timeout and no refusal; it gets a longer one.
    for limit in [0.25, 1, 4, 16, 64] as [Double] where bench.clientSink.responses.isEmpty {
      try await bench.play(.client(), "ws://127.0.0.1:\(server.port)", DialOptions(handshakeTimeout: .seconds(limit)))
    }
    #expect(bench.clientSink.responses.map(\.body) == [Array("abc".utf8)])
    await server.stop()
  }

  @Test(
    "our own bad input never reaches the wire",
    arguments: [
      ("/ x", HeaderField("a", "b")), ("x", HeaderField("a", "b")), ("/", HeaderField("a", "b\r\nc: d")), ("/", HeaderField("a b", "c")),
    ])
  func refusesBadInput(target: String, header: HeaderField) async throws {
    let machine = ScriptedMachine.client(target: target, headers: [header])
    try await bench.play(machine, "ws://127.0.0.1:1")
    let failures = machine.log.occurrences.compactMap { if case .failed(let failure) = $0 { failure.code } else { nil } }
    #expect(failures == ["BAD_REQUEST"])
  }

  @Test func namesARefusedPort() async throws {
    let free = try await bench.serve { _ in nil }
    let port = free.boundAddress.port
    await free.shutdown()
    let failure = try await bench.failure("ws://127.0.0.1:\(port)")
    #expect(failure.stage == .connect)
    #expect(failure.code == "ECONNREFUSED")
    #expect(failure.errno == 111)
    let named = try await Bench().failure("ws://localhost:\(port)")
    #expect(named.code == "ECONNREFUSED")
    #expect(named.address.hasPrefix("localhost:\(port) ("))
    #expect(named.address.contains("127.0.0.1:\(port)"))
  }

  @Test func namesAnUnknownHost() async throws {
    let failure = try await bench.failure("ws://no-such-host.invalid")
    #expect(failure.stage == .resolve)
    // EAI_AGAIN where no name server can be reached.
    #expect(["EAI_NONAME", "EAI_AGAIN"].contains(failure.code))
    #expect(failure.address == "no-such-host.invalid:80")
  }
}
