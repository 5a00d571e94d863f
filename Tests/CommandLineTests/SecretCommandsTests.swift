import Digest
import Foundation
import TestSupport
import Testing
import Timeline
import Wire

/// A canary in every place where a credential can stand, through the commands that talk to others or read what others wrote: it is in no file that
/// they leave, and in nothing that they print.
@Suite(.timeLimit(.minutes(5))) struct SecretCommandsTests {
  /// One for each place. Raw, percent-encoded, base64 and JSON-escaped forms of those that may have any characters all differ.
  private enum Canary {
    static let header = "h@der/w+rd=%7é&k?9Zq"
    static let cookie = "c00kie~Rk4!vB9Zq%7E"
    static let subprotocol = "Zq%7E+tok~w!9~kX4vB"
    static let query = "qu@ry/w+rd=%7é&k?9Xw"
    static let body = "b@dy/w+rd=\"%7é&k?9Yv"
    static let all = [header, cookie, subprotocol, query, body]
  }

  private static let formats = "html,markdown,json,junit,tap,github"
  private static let target = "/speech/stt:test?lang=en&token=\(percent(Canary.query))"
  private static let headers = [
    "Authorization: Bearer \(Canary.header)", "Cookie: theme=dark; session=\(Canary.cookie)",
    "Sec-WebSocket-Protocol: stt.v1, access_token.\(Canary.subprotocol)",
  ]
  private static let auth = #"{"type":"auth","token":"\#(escaped(Canary.body))"}"#

  private static func percent(_ text: String) -> String {
    Array(text.utf8).map { byte in
      let isPlain = byte < 0x80 && Character(Unicode.Scalar(byte)).isLetter || (0x30...0x39).contains(byte)
      return isPlain ? String(Unicode.Scalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }.joined()
  }

  private static func escaped(_ text: String) -> String {
    text.replacingOccurrences(of: "\"", with: "\\\"").replacingOccurrences(of: "/", with: "\\/").replacingOccurrences(
      of: "é", with: "\\u00e9")
  }

  /// What a peer that says everything back says of all but the body, in every form.
  private static var echoes: String {
    [Canary.header, Canary.cookie, Canary.subprotocol, Canary.query].flatMap { Secrecy.forms(of: $0).values }
      .map { String(decoding: $0, as: UTF8.self) }.sorted().joined(separator: " ")
  }

  /// Refuses everybody, and says the whole request back.
  private static func refusing() throws -> FakeRelay {
    try FakeRelay { head in
      let body = head + "\n" + echoes
      return
        "HTTP/1.1 502 Bad Gateway\r\nX-Echo: \(head.split(separator: "\r\n").first ?? "")\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }
  }

  /// Takes everybody, says it all back in a message, and leaves with a part of it as its reason.
  private static func echoing() throws -> FakeRelay {
    try FakeRelay(bytes: { head in
      let key = head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("sec-websocket-key:") }?.split(separator: " ").last ?? ""
      let answer =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: \(WebSocketAccept.key(for: String(key)))\r\n\r\n"
      let text = Frame(sending: .text, payload: Array(#"{"type":"status","text":"\#(escaped(echoes))"}"#.utf8), maskKey: nil)
      let close = Frame(sending: .close, payload: [3, 0xF3] + Array("no \(Canary.cookie)".utf8), maskKey: nil)
      return Array(answer.utf8) + text.wireBytes + close.wireBytes
    })
  }

  /// What a command left and printed, by name; `own` is what the test itself wrote.
  private static func expectNone(_ folder: TemporaryFolder, _ ended: [Ended], own: Set<String> = [], atLeast count: Int) throws {
    var files = try folder.files().filter { !own.contains($0.key) }
    #expect(files.count >= count, "\(files.keys.sorted())")
    for (number, end) in ended.enumerated() { files["printed \(number)"] = Array((end.out + end.err).utf8) }
    for secret in Canary.all { #expect(Secrecy.leaks(of: secret, in: files) == []) }
  }

  @Test(arguments: [true, false]) func tap(isRefused: Bool) async throws {
    let folder = try TemporaryFolder()
    let relay = try isRefused ? Self.refusing() : Self.echoing()
    let port = try await FreePorts.shared.next()
    let ended = try await Gate.programs.pass {
      let words = [
        "tap", "--listen", "127.0.0.1:\(port)", "--to", "ws://127.0.0.1:\(relay.port)", "--sessions", "1", "--record", "x.sqlite",
      ]
      let tap = try Sttcheck(words + ["--report", "out", "--format", Self.formats, "--verbose", "--ladder"], in: folder)
      try await tap.until("it listens") { tap.err.contains("tap listening") }
      try await blocking {
        guard let session = try? RawSession(port: port, target: Self.target, headers: Self.headers) else { return }
        try? session.send(.text(Self.auth))
        _ = try? session.readToEnd()
      }
      return try await tap.end()
    }
    #expect(!ended.bySignal && ended.status != 4, "\(ended)")
    #expect(try !Recording(at: folder.file("x.sqlite")).events.isEmpty)
    // What is made of the recording, too.
    var all = [ended]
    for words in [["frames"], ["diagnose", "--ladder", "--verbose"], ["export", "--ndjson"], ["export", "--har"]] {
      all.append(
        try await Gate.programs.pass { try await Sttcheck([words[0], "x.sqlite"] + words.dropFirst(), in: folder).end() })
    }
    try Self.expectNone(folder, all, atLeast: 7)
  }

  /// What others wrote down, with all that they should not have.
  @Test(arguments: ["a.har", "a.ndjson", "python.log", "websocat.log"]) func anImport(_ name: String) async throws {
    let folder = try TemporaryFolder()
    let fields = Self.headers.map { $0.split(separator: ": ", maxSplits: 1).map(String.init) }
    func quoted(_ text: String) -> String {
      "\"" + text.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(of: "\"", with: "\\\"") + "\""
    }
    let echo = #"{"type":"status","text":"\#(Self.escaped(Self.echoes))"}"#
    let text =
      switch name {
      case "a.har":
        #"{"log":{"entries":[{"startedDateTime":"2026-01-01T00:00:00.000Z","time":100,"_resourceType":"websocket","request":{"method":"GET","url":"ws://relay.test"#
          + Self.target + #"","headers":["# + fields.map { #"{"name":"\#($0[0])","value":\#(quoted($0[1]))}"# }.joined(separator: ",")
          + #"],"cookies":[{"name":"session","value":\#(quoted(Canary.cookie))}],"queryString":[{"name":"token","value":\#(quoted(Canary.query))}]},"#
          + #""response":{"status":101,"statusText":"Switching Protocols","headers":[]},"_webSocketMessages":[{"type":"send","time":1767225600.1,"opcode":1,"data":"#
          + quoted(Self.auth) + #"},{"type":"receive","time":1767225600.2,"opcode":1,"data":"# + quoted(echo) + "}]}]}}"
      case "python.log": Self.pythonLog(echo)
      case "websocat.log": Self.websocatLog(echo)
      default:
        #"{"at_ns":100000000,"sender":"client","text":\#(quoted(Self.auth))}"# + "\n"
          + #"{"at_ns":200000000,"sender":"relay","text":\#(quoted(#"{"error":"no token \#(Self.escaped(Canary.body))"}"#))}"# + "\n"
      }
    try folder.write(text, to: name)
    let ended = try await Sttcheck.run(
      "import", name, "--record", "x.sqlite", "--report", "out", "--format", Self.formats, "--verbose", "--ladder", in: folder)
    #expect([0, 1].contains(ended.status), "\(ended)")
    #expect(try !Recording(at: folder.file("x.sqlite")).events.isEmpty)
    let frames = try await Sttcheck.run("frames", "x.sqlite", in: folder)
    try Self.expectNone(folder, [ended, frames], own: [name], atLeast: 7)
  }

  private static let head = ["GET \(target) HTTP/1.1", "Host: relay.test", "Connection: Upgrade", "Upgrade: websocket"] + headers

  /// As Python's `websockets` logs a relay's side: a line for each of the handshake's, and one for each frame.
  private static func pythonLog(_ echo: String) -> String {
    func frame(_ arrow: String, _ text: String) -> String {
      "\(arrow) TEXT '\(text.replacingOccurrences(of: "\\", with: "\\\\"))' [\(text.utf8.count) bytes]"
    }
    let lines = head.map { "< \($0)" } + ["> HTTP/1.1 101 Switching Protocols", frame("<", auth), frame(">", echo)]
    return lines.enumerated().map { "2026-01-01 00:00:00,\(100 + $0.offset) DEBUG websockets.server \($0.element)\n" }.joined()
  }

  /// As `ws-c:log:tcp:` logs it: whatever crossed the wire.
  private static func websocatLog(_ echo: String) -> String {
    func line(_ word: String, _ bytes: [UInt8]) -> String {
      let shown = bytes.map { "\\x" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
      return "\(word) \(bytes.count) \"\(shown)\"\n"
    }
    func text(_ text: String, _ mask: UInt32?) -> [UInt8] { Frame(sending: .text, payload: Array(text.utf8), maskKey: mask).wireBytes }
    let answer = "HTTP/1.1 101 Switching Protocols\r\n\r\n"
    return line("WRITE", Array((head.joined(separator: "\r\n") + "\r\n\r\n").utf8)) + line("READ", Array(answer.utf8))
      + line("WRITE", text(auth, 0x0102_0304)) + line("READ", text(echo, nil))
  }

  private static let environment = [
    "CANARY_HEADER": Canary.header, "CANARY_COOKIE": Canary.cookie, "CANARY_PROTOCOL": Canary.subprotocol, "CANARY_QUERY": Canary.query,
    "CANARY_BODY": Canary.body,
  ]

  private static func profile(_ relay: String, in folder: TemporaryFolder) throws {
    try folder.write(
      """
      relay: \(relay)
      headers: { Authorization: "Bearer ${CANARY_HEADER}", Cookie: "theme=dark; session=${CANARY_COOKIE}" }
      query: { token: "${CANARY_QUERY}" }
      subprotocols: ["stt.v1", "access_token.${CANARY_PROTOCOL}"]
      stop: { type: CloseStream, key: "${CANARY_BODY}" }
      """, to: "sttcheck.yaml")
  }

  private static func run(_ words: [String], in folder: TemporaryFolder, _ more: [String: String] = [:]) async throws -> Ended {
    let environment = environment.merging(["XDG_CONFIG_HOME": folder.file("configuration")]) { $1 }.merging(more) { $1 }
    return try await Gate.programs.pass { try await Sttcheck(words, in: folder, environment: environment).end() }
  }

  @Test(arguments: [true, false]) func probe(isRefused: Bool) async throws {
    let folder = try TemporaryFolder()
    try Self.profile(try (isRefused ? Self.refusing() : Self.echoing()).url, in: folder)
    let ended = [
      try await Self.run(["probe", "--record", "x.sqlite"], in: folder), try await Self.run(["probe", "--format", "json"], in: folder),
      try await Self.run(["frames", "x.sqlite"], in: folder),
    ]
    #expect(ended.allSatisfy { !$0.bySignal && [0, 1, 2, 3].contains($0.status) }, "\(ended)")
    try Self.expectNone(folder, ended, own: ["sttcheck.yaml"], atLeast: 1)
  }

  @Test func watch() async throws {
    let folder = try TemporaryFolder()
    try Self.profile(try Self.echoing().url, in: folder)
    let hook = "env | grep ^STTCHECK_ > told"
    let ended = try await Self.run(
      ["watch", "--every", "1ms", "--rounds", "1", "--on-finding", hook, "--on-change", hook, "--", "baseline"], in: folder)
    #expect(ended.status == 0, "\(ended)")
    try Self.expectNone(folder, [ended], own: ["sttcheck.yaml"], atLeast: 3)
  }

  /// Of what is on its command line it writes names of variables.
  @Test(arguments: [true, false]) func anInit(isRefused: Bool) async throws {
    let folder = try TemporaryFolder()
    let relay = try isRefused ? Self.refusing() : Self.echoing()
    let ended = try await Self.run(
      [
        "init", "ws://127.0.0.1:\(relay.port)\(Self.target)", "--header", "Authorization: Bearer \(Canary.header)", "--header",
        "Cookie: session=\(Canary.cookie)", "--header", "X-Tenant: \(Canary.body)", "--output", "made.yaml",
      ], in: folder)
    #expect(!ended.bySignal && [0, 2, 3].contains(ended.status), "\(ended)")
    try Self.expectNone(folder, [ended], atLeast: isRefused ? 0 : 1)
  }

  @Test func replayAndDiff() async throws {
    let folder = try TemporaryFolder()
    let played = try await Self.run(["run", "baseline", "--record", "a.sqlite", "--report", "out", "--quiet"], in: folder)
    #expect(played.status == 0, "\(played)")
    var ended = [played]
    for relay in [try Self.refusing(), try Self.echoing()] {
      ended.append(
        try await Self.run(
          [
            "replay", "a.sqlite", "--relay", "ws://127.0.0.1:\(relay.port)\(Self.target)", "--pace", "fast", "--header",
            "Authorization: Bearer \(Canary.header)", "--header", "Cookie: session=\(Canary.cookie)", "--header",
            "Sec-WebSocket-Protocol: stt.v1, access_token.\(Canary.subprotocol)", "--header", "X-Tenant: \(Canary.body)", "--record",
            "b.sqlite",
            "--report", "out", "--format", Self.formats, "--verbose", "--ladder",
          ], in: folder))
    }
    #expect(ended.allSatisfy { !$0.bySignal && [0, 1, 3].contains($0.status) }, "\(ended)")
    ended.append(try await Self.run(["diff", "a.sqlite", "b.sqlite", "--format", "terminal"], in: folder))
    try Self.expectNone(folder, ended, atLeast: 8)
  }

  /// What speaks of this machine: proxies with a password, a profile with keys, an authority's own key.
  @Test func whatSpeaksOfThisMachine() async throws {
    let folder = try TemporaryFolder()
    try Self.profile("wss://relay.test/speech", in: folder)
    let proxies = [
      "HTTPS_PROXY": "http://me:\(Self.percent(Canary.header))@proxy.example:3128",
      "http_proxy": "http://me:\(Canary.subprotocol)@proxy.example:3128",
    ]
    var ended: [Ended] = []
    for words in [
      ["ca"], ["env"], ["env", "--format", "dotenv"], ["env", "--format", "compose", "--profile", "sttcheck.yaml"], ["doctor"],
      ["doctor", "--format", "json"], ["profiles"], ["scenarios"],
    ] {
      let end = try await Self.run(words, in: folder, proxies)
      #expect(!end.bySignal && [0, 1].contains(end.status), "\(words): \(end)")
      ended.append(end)
    }
    try Self.expectNone(folder, ended, own: ["sttcheck.yaml"], atLeast: 3)
    // The authority's key is in the one file that is for its owner alone.
    let key = try folder.text("configuration/sttcheck/ca.key").split(separator: "\n").dropFirst().first.map(String.init) ?? "none"
    for (name, bytes) in try folder.files() where !name.hasSuffix("ca.key") {
      #expect(!String(decoding: bytes, as: UTF8.self).contains(key), "\(name)")
    }
    for end in ended { #expect(!(end.out + end.err).contains(key)) }
  }
}
