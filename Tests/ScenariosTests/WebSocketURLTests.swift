import Testing
import Timeline

import Scenarios

struct WebSocketURLTests {
  @Test(arguments: [
    ("ws://localhost:8080/speech/stt:test", false, "localhost", 8080, "/speech/stt:test"), ("wss://a.example", true, "a.example", 443, "/"),
    ("WS://h?x=1", false, "h", 80, "/?x=1"), ("ws://[::1]:9/p", false, "::1", 9, "/p"),
    ("wss://h:444/a?b=c%20d", true, "h", 444, "/a?b=c%20d"),
  ])
  func parts(_ text: String, _ secure: Bool, _ host: String, _ port: Int, _ target: String) throws {
    let url = try WebSocketURL(parsing: text)
    #expect(url.secure == secure)
    #expect(url.host == host)
    #expect(url.port == port)
    #expect(url.target == target)
  }

  @Test(arguments: [
    "", "h:80", "http://h/", "ws://", "ws:///p", "ws://h:0/", "ws://h:x/", "ws://h:65536/", "ws://u:p@h/", "ws://h/#f", "ws://h/a b",
    "ws://[::1", "ws://[::1]x/",
  ])
  func refused(_ text: String) {
    #expect(throws: WebSocketURL.Fault.self) { try WebSocketURL(parsing: text) }
  }

  @Test func queryIsAddedCoded() throws {
    let query = [HeaderField("a b", "c&d"), HeaderField("e", "ü")]
    #expect(try WebSocketURL(parsing: "ws://h").adding(query).target == "/?a%20b=c%26d&e=%C3%BC")
    #expect(try WebSocketURL(parsing: "ws://h/p?x=1").adding(query).target == "/p?x=1&a%20b=c%26d&e=%C3%BC")
    #expect(try WebSocketURL(parsing: "ws://h/p?").adding([HeaderField("x", "1")]).target == "/p?x=1")
    #expect(try WebSocketURL(parsing: "ws://h/p").adding([]).target == "/p")
  }
}
