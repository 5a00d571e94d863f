import Exchange
import Testing
import Timeline
import Wire

/// Logs of others: what they say is taken, and what they leave out is unknown.
@Suite struct LogTests {
  private static func read(_ text: String) throws(ExchangeFault) -> Recording {
    try LogReader(run: ExchangeSamples.run("import")).read(Array(text.utf8))
  }

  private static func frames(_ recording: Recording) -> [String] {
    recording.events.compactMap { event in
      guard case .frame(let frame) = event.kind else { return nil }
      let payload = String(decoding: frame.frame.payload, as: UTF8.self)
      return "\(event.at / 1_000_000) \(event.hop?.rawValue ?? "-") \(frame.sender) \(frame.frame.opcode.rawValue) \(payload)"
    }
  }

  @Test func websocatsLogOfMessages() throws {
    let recording = try Self.read(
      #"""
      [INFO  websocat::lints] Auto-inserting the line mode
      WRITE 4 "\x00\x01\"\\"
      READ 9 "{\"a\":\'1\'"
      WRITE 4 "stop"
      """#.replacing(#"READ 9 "{\"a\":\'1\'""#, with: #"READ 8 "{\"a\":12}""#))
    #expect(Self.frames(recording) == ["0 client client 2 \0\u{1}\"\\", "1 client relay 1 {\"a\":12}", "2 client client 1 stop"])
    #expect(recording.run.unrecorded == [.handshake, .framing, .pings, .closes, .ends, .times] && recording.run.origin == .imported)
  }

  /// `ws-c:log:tcp:` logs what crossed the wire: frames are found in it as in a tap, with what is wrong with them.
  @Test func websocatsLogOfBytesHasTheFrames() throws {
    let recording = try Self.read(
      #"""
      1795428001.250000 WRITE 77 "GET /stt?a=1 HTTP/1.1\r\nHost: h:1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"
      1795428001.270000 READ 36 "HTTP/1.1 101 Switching Protocols\r\n\r\n"
      1795428001.300000 WRITE 8 "\x82\x82\x00\x00\x00\x00\x07\x08"
      1795428001.400000 READ 8 "\x89\x00\x81\x02{}\x88\x00"
      """#)
    #expect(
      Self.frames(recording) == ["50 client client 2 \u{7}\u{8}", "150 client relay 9 ", "150 client relay 1 {}", "150 client relay 8 "])
    #expect(recording.run.unrecorded == [.ends] && recording.run.relay == "ws://h:1/stt")
    #expect(recording.run.startedAt == "2026-11-23T10:00:01.250Z")
  }

  /// A login that was logged the same way is no message of a WebSocket, and nothing of it is kept.
  @Test func otherHTTPIsNone() {
    let log = #"""
      WRITE 61 "POST /login HTTP/1.1\r\nHost: h:1\r\nContent-Length: 5\r\n\r\nabcde\r\n"
      READ 38 "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
      """#
    let fault = #expect(throws: ExchangeFault.self) { try Self.read(log) }
    #expect(fault?.text.contains("none that asks for a WebSocket") == true)
  }

  @Test func wscatsLinesAreMessages() throws {
    let recording = try Self.read(
      """
      Connected (press CTRL+C to quit)
      > {"type":"start"}
      < {"transcript":"a > b"}
      Disconnected (code: 1000, reason: "")
      """)
    #expect(Self.frames(recording) == [#"0 client client 1 {"type":"start"}"#, #"1 client relay 1 {"transcript":"a > b"}"#])
    #expect(recording.run.unrecorded.isSuperset(of: [.handshake, .closes, .ends, .times]))
  }

  private static let relays = #"""
    2026-11-23 10:00:01,000 DEBUG websockets.server < GET /stt HTTP/1.1
    2026-11-23 10:00:01,000 DEBUG websockets.server < Host: relay.test
    2026-11-23 10:00:01,001 DEBUG websockets.server > HTTP/1.1 101 Switching Protocols
    2026-11-23 10:00:01,001 DEBUG websockets.server = connection is OPEN
    2026-11-23 10:00:01,002 DEBUG websockets.client > GET /v1/listen?encoding=linear16 HTTP/1.1
    2026-11-23 10:00:01,002 DEBUG websockets.client > Host: api.deepgram.com
    2026-11-23 10:00:01,002 DEBUG websockets.client > Authorization: Token 0123456789abcdef0123
    2026-11-23 10:00:01,012 DEBUG websockets.client < HTTP/1.1 101 Switching Protocols
    2026-11-23 10:00:01,100 DEBUG websockets.server < BINARY 00 01 ff [3 bytes]
    2026-11-23 10:00:01,101 DEBUG websockets.client > BINARY 00 01 ff [3 bytes]
    2026-11-23 10:00:01,200 DEBUG websockets.client < TEXT '{"a":"\u00e9\'"}' [11 bytes]
    2026-11-23 10:00:01,201 DEBUG websockets.server > TEXT '{"a":' [5 bytes, continued]
    2026-11-23 10:00:01,201 DEBUG websockets.server > CONT '"\u00e9\'"}' [text, 6 bytes]
    2026-11-23 10:00:01,202 DEBUG websockets.server % sending keepalive ping
    2026-11-23 10:00:01,202 DEBUG websockets.server > PING '' [0 bytes]
    2026-11-23 10:00:01,300 DEBUG websockets.server > CLOSE 1011 (internal error) it broke [10 bytes]
    """#

  /// The log of a relay is both hops of it.
  @Test func aRelaysLogHasBothHops() throws {
    let recording = try Self.read(Self.relays)
    #expect(
      Self.frames(recording) == [
        "100 client client 2 \0\u{1}\u{FFFD}", "101 service relay 2 \0\u{1}\u{FFFD}", "200 service service 1 {\"a\":\"é'\"}",
        "201 client relay 1 {\"a\":", "201 client relay 0 \"é'\"}", "202 client relay 9 ", "300 client relay 8 \u{3}\u{FFFD}it broke",
      ])
    let targets = recording.events.compactMap {
      if case .request(let head) = $0.kind { "\($0.hop?.rawValue ?? "-") \(head.target)" } else { nil }
    }
    #expect(targets == ["client /stt", "service /v1/listen?encoding=linear16"])
    #expect(recording.run.unrecorded == [.framing, .ends] && recording.run.relay == "ws://relay.test/stt")
    #expect(!"\(recording.events)".contains("0123456789abcdef0123"))
    #expect(recording.sessions.map(\.number) == [1])
  }

  /// Without a time in front of it, and as `logging.basicConfig` writes it.
  @Test func theLoggersWordsMayBeOthers() throws {
    let plain = Self.relays.split(separator: "\n").map { "DEBUG:" + $0.dropFirst(30).replacing(" ", with: ":", maxReplacements: 1) }
    let recording = try Self.read(plain.joined(separator: "\n"))
    #expect(recording.events.count == 11 && recording.run.unrecorded == [.framing, .ends, .times])
  }

  /// Audio that the log shows the beginning and the end of is unknown; a text would look broken.
  @Test func whatIsCutIsUnknown() throws {
    let cut = Self.relays.replacing("BINARY 00 01 ff [3 bytes]", with: "BINARY 00 01 ... ff [2048 bytes]")
    #expect(try Self.read(cut).run.unrecorded.contains(.audio))
    let fault = #expect(throws: ExchangeFault.self) { try Self.read(Self.relays.replacing("TEXT '{\"a\":' [5", with: "TEXT '{...:' [500")) }
    #expect(fault?.text.contains("WEBSOCKETS_MAX_LOG_SIZE") == true)
  }

  @Test(arguments: ["", "hello\nworld", "\u{0}\u{1}", "a > b", "READ 5 \"abc\"", "WRITE x \"abc\"", "> "])
  func whatIsNoneIsToldSo(_ text: String) throws {
    if text == "> " {
      #expect(Self.frames(try Self.read(text)).count == 1)
    } else {
      let fault = #expect(throws: ExchangeFault.self) { try Self.read(text) }
      #expect(fault?.text.contains("websocat") == true)
    }
  }

  /// A time of the day that starts again, and lines that go back a little.
  @Test func midnightPassesByItself() throws {
    let recording = try Self.read("[23:59:59.500] > a\n[00:00:00.250] < b\n[00:00:00.100] < c")
    #expect(Self.frames(recording) == ["0 client client 1 a", "750 client relay 1 b", "750 client relay 1 c"])
    #expect(!recording.run.unrecorded.contains(.times))
  }
}
