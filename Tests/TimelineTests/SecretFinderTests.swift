import Testing
import Timeline
import Wire

/// Credentials of strangers are found where they are credentials by name, and nothing else is taken for one.
@Suite struct SecretFinderTests {
  private static func event(_ kind: Event.Kind) -> Event { Event(session: 1, hop: .client, connection: 1, at: 0, kind) }

  private static func text(_ text: String, by sender: Party = .client) -> Event {
    event(.frame(FrameEvent(sender: sender, frame: Frame(opcode: .text, payload: Array(text.utf8)))))
  }

  @Test func inTheHandshake() {
    let head = RequestHead(
      target: "/listen?language=en&access_token=abcdef123456",
      headers: [
        HeaderField("Authorization", "Token 0123456789abcdef"), HeaderField("Cookie", "theme=dark; session=s3cr3ts3cr3t"),
        HeaderField("Sec-WebSocket-Protocol", "token, a1b2c3d4e5f6, v1.stt"), HeaderField("User-Agent", "python/3.11 websockets"),
      ])
    #expect(
      Set(SecretFinder.secrets(in: Self.event(.request(head)))) == ["abcdef123456", "0123456789abcdef", "s3cr3ts3cr3t", "a1b2c3d4e5f6"])
  }

  /// As they were meant: a peer says a token back as it read it.
  @Test func inAnotherForm() {
    let head = RequestHead(
      target: "/listen?token=p%40ss%2Fw%2brd%C3%A9",
      headers: [
        HeaderField("Proxy-Authorization", "Basic bWU6c2VjcmV0LXBhc3M="),
        HeaderField("Sec-WebSocket-Protocol", "stt.v1, access_token.a1b2c3d4e5f6, 0a1b2c3d4e5f60718293"),
      ])
    #expect(
      SecretFinder.secrets(in: Self.event(.request(head))) == [
        "bWU6c2VjcmV0LXBhc3M=", "secret-pass", "a1b2c3d4e5f6", "0a1b2c3d4e5f60718293", "p@ss/w+rdé", "p%40ss%2Fw%2brd%C3%A9",
      ])
    #expect(SecretFinder.secrets(in: Self.text(#"{"token":"p@ss\/w+rd\u00e97\"\ud83d\ude00"}"#)) == ["p@ss/w+rdé7\"😀"])
  }

  @Test(arguments: [
    (
      "wss://me:p%40ssw%6frd@relay.test/x?lang=en&token=k%2Dk9k9k9k9#a?token=b", ["k-k9k9k9k9", "k%2Dk9k9k9k9", "p@ssword", "p%40ssw%6frd"]
    ),
    ("wss://relay.test/x@y?a=b", []), ("?token=abc123def456", ["abc123def456"]), ("built-in", []),
  ]) func inAURL(_ url: String, _ found: [String]) { #expect(SecretFinder.secrets(inURL: url) == found) }

  @Test(arguments: [
    ("X-Tenant-Code", "blue-whale-77", ["blue-whale-77"]), ("Authorization", "Bearer abcdef123456", ["abcdef123456"]),
    ("User-Agent", "python/3.11 websockets", []), ("Origin", "https://page.example", []), ("X-Short", "seven77", []),
  ]) func whatSomebodyGives(_ name: String, _ value: String, _ found: [String]) {
    #expect(SecretFinder.secrets(given: HeaderField(name, value)) == found)
  }

  @Test(arguments: [
    (#"{"type":"auth","token":"abc123def456"}"#, ["abc123def456"]),
    (#"{"a":{"b":[{"apiKey" : "k9k9k9k9k9"}]},"text":"token"}"#, ["k9k9k9k9k9"]),
    (#"{"authorization":"Bearer aaaaaaaaaaaaaaaaaaaa"}"#, ["aaaaaaaaaaaaaaaaaaaa"]),
    (#"{"password":"correcthorse"}"#, []), (#"{"token":"short1"}"#, []), (#"{"key":"inbound-track-1"}"#, []),
    (#"{"text":"token","start":"abc123def456"}"#, []), (#"{"token":["abc123def456"]}"#, []), (#"{"token":"unfinished12"#, ["unfinished12"]),
    ("stop", []), (#"{"token"#, []),
  ])
  func inWhatTheClientSays(_ said: String, _ found: [String]) {
    #expect(SecretFinder.secrets(in: Self.text(said)) == found)
    #expect(SecretFinder.secrets(in: Self.text(said, by: .relay)).isEmpty)
  }

  @Test func inTheAnswerToALogin() {
    let head = ResponseHead(status: 200, reason: "OK", headers: [], body: Array(#"{"access_token":"eyJhbGciOi.J9","expires_in":30}"#.utf8))
    #expect(SecretFinder.secrets(in: Self.event(.response(head))) == ["eyJhbGciOi.J9"])
  }
}
