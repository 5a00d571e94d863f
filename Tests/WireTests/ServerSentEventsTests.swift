import Testing
import Wire

struct ServerSentEventsTests {
  @Test(arguments: [
    ("data: one\n\n", ["one"]), ("data:one\n\ndata: two\r\n\r\n", ["one", "two"]), ("data: one\rdata: more\r\r", ["one\nmore"]),
    (": a comment\n\n", []), ("event: transcript\nid: 7\ndata: {\"a\":1}\nretry: 10\n\n", ["{\"a\":1}"]), ("data\n\n", [""]),
    ("\u{FEFF}data: one\n\n", ["one"]), ("data:  two spaces\n\n", [" two spaces"]), ("data: not ended\n", []),
  ])
  func theDataOfEachEvent(_ text: String, _ events: [String]) {
    var whole = ServerSentEvents(limit: 1000)
    #expect(whole.take(text.utf8).map { String(decoding: $0, as: UTF8.self) } == events)
    // However it is cut.
    var cut = ServerSentEvents(limit: 1000)
    #expect(text.utf8.flatMap { cut.take([$0]) }.map { String(decoding: $0, as: UTF8.self) } == events)
  }

  @Test func anEventThatDoesNotEndIsBounded() {
    var events = ServerSentEvents(limit: 100)
    #expect(events.take(("data: " + String(repeating: "x", count: 500)).utf8).isEmpty)
    #expect(events.isTooLong)
  }
}
