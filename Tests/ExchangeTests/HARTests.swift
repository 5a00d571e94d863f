import Exchange
import Speech
import Testing
import Timeline
import Wire

/// HAR out and in: nothing is lost that it can hold, and what others leave out is unknown.
@Suite struct HARTests {
  private static func read(_ text: String) throws(ExchangeFault) -> Recording {
    try HARReader(run: ExchangeSamples.run("import")).read(Array(text.utf8))
  }

  @Test func aRoundTripLosesNothingThatItCanHold() throws {
    let before = ExchangeSamples.recording()
    let text = HARWriter.write(before)
    let after = try Self.read(text)
    #expect(ExchangeSamples.messages(after) == ExchangeSamples.messages(before))
    #expect(
      after.sessions == before.sessions && after.run.id == "import" && after.run.origin == .played && after.run.unrecorded == [.framing])
    #expect(after.run.startedAtUnixNanoseconds == ExchangeSamples.origin)
    #expect(after.events.compactMap { Self.head($0) } == before.events.compactMap { Self.head($0) })
    #expect(after.events.compactMap { Self.end($0) } == before.events.compactMap { Self.end($0) })
    // And from then on it stays the same, byte for byte.
    #expect(HARWriter.write(after) == HARWriter.write(try Self.read(HARWriter.write(after))))
  }

  private static func head(_ event: Event) -> String? {
    switch event.kind {
    case .request(let head): "\(event.at) \(event.connection) \(head.method) \(head.target) \(head.headers)"
    case .response(let head): "\(event.at) \(event.connection) \(head.status) \(head.reason) \(head.headers) \(head.body)"
    default: nil
    }
  }

  private static func end(_ event: Event) -> String? {
    switch event.kind {
    case .ended(let end): "\(event.at) \(event.connection) \(end)"
    case .failed(let failure): "\(event.at) \(event.connection) \(failure)"
    default: nil
    }
  }

  /// As Chrome's own exporter writes them: what it says of a connection that failed is no message of either side.
  @Test func whatChromeSaysOfAFailureIsNoMessage() throws {
    let error = #"{"type":"error","time":89682.4,"opcode":-1,"data":"Error in connection establishment: net::ERR_CONNECTION_REFUSED"}"#
    func entry(_ status: Int, _ messages: String) -> String {
      #"""
      {"log":{"entries":[{"_resourceType":"websocket","_initiator":{"type":"script"},"_priority":null,"startedDateTime":"1969-12-31T23:59:59.000Z",
       "time":1,"request":{"method":"GET","url":"ws://relay.test/speech","headers":[]},"response":{"status":\#(status),"statusText":"","headers":[]},
       "timings":{"wait":1},"_webSocketMessages":[\#(messages)]}]}}
      """#
    }
    let refused = try Self.read(entry(0, error))
    #expect(
      refused.events.compactMap { if case .failed(let failure) = $0.kind { failure.code } else { nil } } == ["ERR_CONNECTION_REFUSED"])
    #expect(refused.events.allSatisfy { if case .request = $0.kind { true } else if case .failed = $0.kind { true } else { false } })
    let broken = try Self.read(entry(101, #"{"type":"receive","time":1795934327.7,"opcode":1,"data":"{}"},"# + error))
    #expect(ExchangeSamples.messages(broken).count == 1)
    #expect(broken.events.contains { if case .note(let note) = $0.kind { note.text.contains("ERR_CONNECTION_REFUSED") } else { false } })
  }

  /// What every reader asks of an entry.
  @Test func eachEntryHasWhatReadersAskFor() throws {
    let har = try JSONValue(parsing: Array(HARWriter.write(ExchangeSamples.recording()).utf8))
    let entries = try #require(har["log"]?["entries"]?.array)
    #expect(har["log"]?["version"]?.string == "1.2" && entries.count == 4)
    for entry in entries {
      #expect(entry["startedDateTime"]?.string?.hasPrefix("2026-11-23T10:00:00.") == true && entry["time"]?.number != nil)
      #expect(
        entry["request"]?["httpVersion"] != nil && entry["request"]?["headers"]?.array != nil && entry["request"]?["queryString"] != nil)
      #expect(entry["response"]?["content"]?["size"] != nil && entry["response"]?["status"]?.integer != nil && entry["timings"] != nil)
    }
    #expect(entries[0]["request"]?["url"]?.string == "ws://relay.test:8080/speech?a=1&b=%20")
    let messages = try #require(entries[0]["_webSocketMessages"]?.array)
    #expect(messages.map { $0["type"]?.string } == ["send", "receive", "receive"] && messages.map { $0["opcode"]?.integer } == [2, 1, 1])
    #expect(messages[1]["data"]?.string?.contains("guten") == true)
    let time = try #require(messages[0]["time"]?.number)
    #expect(abs(time - (Double(ExchangeSamples.origin) / 1e9 + 0.004938268)) < 1e-5)
  }

  /// As the browser's developer tools export it.
  private static func chrome(_ messages: String, status: Int = 101) -> String {
    """
    {"log":{"version":"1.2","creator":{"name":"WebInspector"},"pages":[],"entries":[
      {"startedDateTime":"2026-11-23T10:00:00.000Z","time":3,"request":{"method":"GET","url":"https://page.test/","headers":[]},
       "response":{"status":200,"headers":[]}},
      {"_resourceType":"websocket","startedDateTime":"2026-11-23T11:00:01.5+01:00","time":2000,
       "request":{"method":"GET","url":"wss://relay.test/stt?rate=16000","headers":[{"name":"Cookie","value":"sid=0123456789abcdef"}]},
       "response":{"status":\(status),"statusText":"","headers":[]},"timings":{"send":0,"wait":20,"receive":0},
       "_webSocketMessages":[\(messages)]}]}}
    """
  }

  @Test func whatABrowserLeavesOutIsUnknown() throws {
    let recording = try Self.read(
      Self.chrome(
        #"{"type":"send","time":1795428001.75,"opcode":2,"data":"AAEC"},{"type":"receive","time":1795428002,"opcode":1,"data":"{\"x\":1}"}"#
      ))
    #expect(recording.run.unrecorded == [.pings, .closes, .ends, .framing] && recording.run.relay == "wss://relay.test/stt")
    #expect(recording.events.map(\.at) == [0, 20_000_000, 250_000_000, 500_000_000])
    #expect(recording.sessions.map(\.number) == [1])
    #expect(
      ExchangeSamples.messages(recording) == [
        "250000000 1 client 1 client 2 [0, 1, 2]", #"500000000 1 client 1 relay 1 [123, 34, 120, 34, 58, 49, 125]"#,
      ])
    let request = recording.events.compactMap { if case .request(let head) = $0.kind { head } else { nil } }
    #expect(request.first?.target == "/stt?rate=16000")
    #expect(!"\(recording.events)".contains("0123456789abcdef"))
  }

  /// Some programs write Close frames as messages, in words or in base64.
  @Test(arguments: [
    #"{"type":"receive","time":1795428002,"opcode":8,"data":"A+hieWU="}"#,
    #"{"type":"receive","time":1795428002,"opcode":8,"code":1000,"reason":"bye"}"#,
  ])
  func aCloseThatIsThereIsTaken(_ close: String) throws {
    let recording = try Self.read(Self.chrome(close))
    #expect(!recording.run.unrecorded.contains(.closes) && recording.run.unrecorded.contains(.ends))
    let frame = try #require(recording.events.compactMap { if case .frame(let frame) = $0.kind { frame } else { nil } }.first)
    #expect(frame.sender == .relay && frame.frame.opcode == .close && frame.frame.payload == [0x03, 0xE8] + Array("bye".utf8))
  }

  /// Playwright attaches the messages as a file of their own, with times in milliseconds.
  @Test func attachedMessagesAreRead() throws {
    let har = """
      {"log":{"entries":[{"_resourceType":"websocket","startedDateTime":"2026-11-23T10:00:00Z","request":{"url":"ws://relay.test/stt"},
       "response":{"status":101,"content":{"_file":"a1.jsonl"}}}]}}
      """
    let lines =
      #"{"type":"send","time":1795428000250.5,"opcode":2,"data":"AAEC"}"# + "\n"
      + #"{"type":"receive","time":1795428001000,"opcode":1,"data":"{}"}"#
    func read(_ file: @escaping (String) -> [UInt8]?) throws -> Recording {
      try HARReader(run: ExchangeSamples.run("import"), file: file).read(Array(har.utf8))
    }
    let recording = try read { $0 == "a1.jsonl" ? Array(lines.utf8) : nil }
    #expect(
      ExchangeSamples.messages(recording) == ["250500000 1 client 1 client 2 [0, 1, 2]", "1000000000 1 client 1 relay 1 [123, 125]"])
    #expect(throws: ExchangeFault("its WebSocket messages are in a1.jsonl, which is not beside it")) { try read { _ in nil } }
    let torn = #expect(throws: ExchangeFault.self) { try read { _ in Array((lines + "\n{").utf8) } }
    #expect(torn?.text.contains("line 3") == true)
  }

  @Test(arguments: [
    ("", "is no HAR"), ("{", "is no HAR"), (#"{"log":{}}"#, "`entries`"), (#"{"log":{"entries":[]}}"#, "no WebSocket messages"),
    (#"{"log":{"entries":[{"request":{"url":"https://a.test/"}}]}}"#, "open the developer tools before"),
    (#"{"log":{"creator":{"name":"Firefox"},"entries":[{"request":{"url":"wss://a.test/"}}]}}"#, "Firefox writes none"),
  ])
  func whatIsNoneIsToldSo(_ text: String, _ says: String) {
    let fault = #expect(throws: ExchangeFault.self) { try Self.read(text) }
    #expect(fault?.text.contains(says) == true, "\(fault?.text ?? "")")
  }
}
