import Testing
import Timeline
import Wire

@Suite struct RedactorTests {
  private func request(_ redactor: Redactor, _ target: String = "/x", _ headers: [HeaderField] = []) throws -> RequestHead {
    let event = redactor.event(
      Event(session: 1, hop: .client, connection: 1, at: 0, .request(RequestHead(target: target, headers: headers))))
    guard case .request(let head) = event.kind else { throw Unexpected() }
    // The raw bytes say exactly what the fields say.
    #expect(head.raw == renderHead("GET \(head.target) HTTP/1.1", head.headers))
    return head
  }

  private struct Unexpected: Error {}

  private func payload(_ redactor: Redactor, _ payload: [UInt8]) throws -> [UInt8] {
    let frame = FrameEvent(sender: .client, frame: Frame(opcode: .text, payload: payload))
    let event = redactor.event(Event(session: 1, hop: .client, connection: 1, at: 0, .frame(frame)))
    guard case .frame(let value) = event.kind else { throw Unexpected() }
    #expect(value.frame.length == UInt64(payload.count))
    return value.frame.payload
  }

  @Test(arguments: [
    ("Authorization", "Token abcdef", "Token [redacted]"), ("authorization", "Bearer  ey.J.x ", "Bearer  [redacted] "),
    ("Authorization", "abcdef", "[redacted]"), ("Authorization", "my own key", "[redacted]"),
    // A scheme without its key is a finding, not a secret.
    ("Authorization", "Token", "Token"), ("Authorization", "Token ", "Token "), ("Authorization", "", ""),
    ("Proxy-Authorization", "Basic dXNlcjpwYXNz", "Basic [redacted]"), ("Cookie", "sid=1; theme=dark", "[redacted]"),
    ("Set-Cookie", "sid=1; Path=/", "[redacted]"), ("X-Api-Key", "k", "[redacted]"), ("x-goog-api-key", "k", "[redacted]"),
    ("X-Amz-Security-Token", "k", "[redacted]"), ("Ocp-Apim-Subscription-Key", "k", "[redacted]"),
    ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZSBub25jZQ=="),
    ("dg-error", "Invalid credentials.", "Invalid credentials."),
    ("Location", "https://h/y?a=1&access_token=abc#f", "https://h/y?a=1&access_token=[redacted]#f"),
    ("Access-Control-Allow-Headers", "Authorization", "Authorization"), ("Host", "h:80", "h:80"),
    ("Sec-WebSocket-Protocol", "token, abcdef", "token, [redacted]"), ("Sec-WebSocket-Protocol", "bearer,ey.J.x", "bearer,[redacted]"),
    ("Sec-WebSocket-Protocol", "access_token.abc.def", "access_token.[redacted]"),
    ("Sec-WebSocket-Protocol", "openai-insecure-api-key.sk-1, realtime", "openai-insecure-api-key.[redacted], realtime"),
    ("Sec-WebSocket-Protocol", "graphql-transport-ws, v1.stt", "graphql-transport-ws, v1.stt"),
    ("Sec-WebSocket-Protocol", "0a1b2c3d4e5f60718293a4b5c6d7e8f901234567", "[redacted]"), ("Sec-WebSocket-Protocol", "token", "token"),
  ]) func headersThatCarryCredentials(name: String, value: String, expected: String) throws {
    #expect(try request(Redactor(), "/x", [HeaderField(name, value)]).headers == [HeaderField(name, expected)])
  }

  @Test func aSubprotocolAnnouncedOnOneLineIsTakenOutOnTheNext() throws {
    let headers = [HeaderField("Sec-WebSocket-Protocol", "token"), HeaderField("sec-websocket-protocol", "word")]
    #expect(try request(Redactor(), "/x", headers).headers.map(\.value) == ["token", "[redacted]"])
  }

  @Test(arguments: [
    "token", "access_token", "api_key", "apikey", "API-Key", "key", "auth", "Authorization", "jwt", "secret", "password", "SIGNATURE",
    "%74oken",
  ]) func queryValuesThatAreCredentials(name: String) throws {
    let head = try request(Redactor(), "/listen?model=nova&\(name)=a%20b.c=&keywords=token")
    #expect(head.target == "/listen?model=nova&\(name)=[redacted]&keywords=token")
  }

  @Test func everythingElseOfAQueryStays() throws {
    let target = "/v1/listen?encoding=linear16&sample_rate=44100&keyterm=key&utterance_end_ms=1000&token="
    #expect(try request(Redactor(secrets: ["zzzzzz"]), target).target == target)
  }

  @Test(arguments: [
    ("wss://user:pass@host/x?y=1", "wss://[redacted]@host/x?y=1"), ("wss://host/x?token=abc&y=1", "wss://host/x?token=[redacted]&y=1"),
    ("run --header 'Authorization: Token abc' --jobs 2", "run --header 'Authorization: Token [redacted]' --jobs 2"),
    (#"{"x-api-key":"abc","a":"b"}"#, #"{"x-api-key":"[redacted]","a":"b"}"#), ("--query token=abc --x", "--query token=[redacted] --x"),
    ("Sec-WebSocket-Protocol: token, word", "Sec-WebSocket-Protocol: token, [redacted]"),
    ("await results at 10:30: token expected", "await results at 10:30: token expected"), ("me@host", "me@host"),
  ]) func textsAreRidOfCredentials(text: String, expected: String) {
    #expect(Redactor().text(text) == expected)
    #expect(Redactor().text(expected) == expected)
  }

  private static let key = #"aB3/"+ é&z"#

  @Test(arguments: [
    key, "aB3%2F%22%2B%20%C3%A9%26z", "aB3%2f%22%2b%20%c3%a9%26z", "aB3/%22%2B+%c3%A9&z", "%61%42%33%2F%22%2B%20%C3%A9%26%7A",
    #"aB3\/\"+ é&z"#, #"aB3/\"+ \u00e9\u0026z"#, #"aB3/\u0022\u002B\u0020\u00E9&z"#, #"\u0061B3/\"+ é&z"#,
  ]) func everyEscapedFormIsFound(form: String) throws {
    let redactor = Redactor(secrets: [Self.key])
    #expect(redactor.text("<\(form)>") == "<[redacted]>")
    #expect(try payload(redactor, [0] + Array(form.utf8) + [255]) == [0] + [UInt8](repeating: 42, count: form.utf8.count) + [255])
    #expect(try request(redactor, "/x?model=\(form)", [HeaderField("X-Any", "v \(form)")]).headers[0].value == "v [redacted]")
  }

  @Test(arguments: 0..<6, [true, false]) func base64IsFoundWhereverTheKeyStandsInIt(before: Int, urlSafe: Bool) throws {
    let secret = Array("s3cr3t>>>??key".utf8)
    let encoded = base64([UInt8](repeating: 0xA5, count: before) + secret + [0xFF, 0xEE, 0xDD], urlSafe: urlSafe)
    let redacted = Redactor(secrets: ["s3cr3t>>>??key"]).text(encoded)
    #expect(redacted.contains("[redacted]"))
    // Not one character that a byte of the key had a part in is left.
    let first = before * 8 / 6
    let last = ((before + secret.count) * 8 - 1) / 6
    #expect(redacted == String(encoded.prefix(first)) + "[redacted]" + String(encoded.dropFirst(last + 1)))
  }

  @Test func secretsThatOverlapAllGo() throws {
    let redactor = Redactor(secrets: ["abcd", "cdef", "abcdefgh", "line\n"])
    #expect(redactor.text("xabcdefy") == "x[redacted]y")
    #expect(redactor.text("abcdefgh abcd") == "[redacted] [redacted]")
    // White space around a key in the environment is not on the wire.
    #expect(redactor.text("a line") == "a [redacted]")
  }

  @Test func shortSecretsOnlyWhereTheyStandAlone() throws {
    let redactor = Redactor(secrets: ["ab", ""])
    let head = try request(redactor, "/ab?login=ab&x=cab", [HeaderField("X-User", "ab; cab"), HeaderField("Upgrade", "websocket")])
    #expect(head.target == "/ab?login=[redacted]&x=cab")
    #expect(head.headers.map(\.value) == ["[redacted]; cab", "websocket"])
    #expect(redactor.text("ab") == "ab")
    #expect(try payload(redactor, Array("ab".utf8)) == Array("ab".utf8))
  }

  @Test func aRawHeadIsRedactedAsItCame() throws {
    let raw =
      "GET /x?key=abc HTTP/1.1\r\nHOST:h\r\nauthorization:\tToken abc\r\n  def\r\nX-B: 1\nno colon s3cr3t\r\nSec-WebSocket-Protocol : token,abc\r\n\r\n"
    let head = RequestHead(target: "/x?key=abc", headers: [], raw: Array(raw.utf8))
    let event = Redactor(secrets: ["s3cr3t"]).event(Event(session: 1, hop: .client, connection: 1, at: 0, .request(head)))
    guard case .request(let redacted) = event.kind else { throw Unexpected() }
    #expect(
      String(decoding: redacted.raw, as: UTF8.self)
        == "GET /x?key=[redacted] HTTP/1.1\r\nHOST:h\r\nauthorization:\tToken [redacted]\r\n  [redacted]\r\nX-B: 1\nno colon [redacted]\r\nSec-WebSocket-Protocol : token,[redacted]\r\n\r\n"
    )
  }

  @Test(arguments: 1...20) func bytesWithoutASecretStayAsTheyAre(seed: UInt64) throws {
    var state = seed
    let bytes = (0..<5000).map { _ -> UInt8 in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(state >> 56)
    }
    #expect(try payload(Redactor(secrets: ["a-secret-that-is-not-in-it"]), bytes) == bytes)
    #expect(try payload(Redactor(), bytes) == bytes)
  }

  @Test func theSinkLearnsWhatALoginGave() {
    let memory = MemorySink()
    let sink = RedactingSink(Redactor(secrets: ["first"]), to: memory)
    let note = Event(session: 1, hop: nil, connection: 0, at: 0, .note(Note(.remark, "first second")))
    sink.record(note)
    sink.learn(["second"])
    sink.record(note)
    #expect(memory.events.map(\.kind) == [.note(Note(.remark, "[redacted] second")), .note(Note(.remark, "[redacted] [redacted]"))])
  }

  private func base64(_ bytes: [UInt8], urlSafe: Bool) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789" + (urlSafe ? "-_" : "+/"))
    let bits = bytes.flatMap { byte in (0..<8).map { Int(byte >> (7 - $0)) & 1 } }
    return stride(from: 0, to: bits.count, by: 6).map { start in
      let group = bits[start..<min(start + 6, bits.count)]
      return String(alphabet[group.reduce(0) { $0 << 1 | $1 } << (6 - group.count)])
    }.joined()
  }
}
