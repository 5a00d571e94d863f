import Exchange
import Testing
import Timeline
import Wire

/// NDJSON has every event as it is; a line by hand needs little.
@Suite struct NDJSONTests {
  private static func read(_ text: String) throws(ExchangeFault) -> Recording {
    try NDJSONReader(run: ExchangeSamples.run("import")).read(Array(text.utf8))
  }

  @Test func aRoundTripLosesNothing() throws {
    var before = ExchangeSamples.recording()
    var lines = ""
    NDJSONWriter.write(before) { lines += $0 }
    let after = try Self.read(lines)
    before.run.id = "import"
    #expect(after == before)
  }

  @Test func byHandALineNeedsLittle() throws {
    let recording = try Self.read(
      """
      {"at_ns":1000,"sender":"client","base64":"AAEC"}

      {"at_ns":2000,"sender":"relay","text":"{}"}
      {"at_ns":3000,"sender":"service","text":"{}"}
      """)
    #expect(recording.sessions.map(\.number) == [1] && recording.run.unrecorded == [.handshake, .pings, .closes, .ends, .framing])
    let frames = recording.events.compactMap { if case .frame(let frame) = $0.kind { frame.frame } else { nil } }
    #expect(frames.map(\.opcode) == [.binary, .text, .text] && frames.map(\.payload.count) == [3, 2, 2])
    #expect(recording.events.map(\.hop) == [.client, .client, .client, .client, .service, .service, .service])
  }

  @Test(arguments: [
    ("", "no events"), ("{}", "neither what it is"), ("hello", "line 1"), (#"{"sender":"client","text":"a"}"# + "\n[]", "line 2"),
    (#"{"kind":"ended"}"#, "neither"),
  ])
  func whatIsNoneIsToldSo(_ text: String, _ says: String) {
    let fault = #expect(throws: ExchangeFault.self) { try Self.read(text) }
    #expect(fault?.text.contains(says) == true, "\(fault?.text ?? "")")
  }
}
