import Digest
import Exchange
import Testing
import Timeline
import Wire

/// What `tshark` tells of a capture, as a recording: every byte, how connections ended, and nothing of what is not there.
@Suite struct CaptureTests {
  private static let start = "1795428001"
  private static let request =
    "GET /stt?a=1 HTTP/1.1\r\nHost: relay.test:80\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    + "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n"
  private static let answer = "HTTP/1.1 101 Switching Protocols\r\n\r\n"

  /// A line of the index, with its columns by their places.
  private static func line(_ columns: [Int: String]) -> String {
    let usual = [2: "10.0.0.1", 4: "5000", 5: "10.0.0.2", 7: "80", 14: "60", 15: "60"].merging(columns) { $1 }
    return (0..<17).map { usual[$0] ?? "" }.joined(separator: "\t")
  }

  private static func upgrade(_ stream: String = "0", packet: String = "4") -> String {
    line([0: stream, 1: "\(start).0", 10: "websocket", 16: packet])
  }

  private static func followed(_ pieces: [(packet: Int, peer: Int, time: String, bytes: [UInt8])]) -> String {
    "peers:\n  - peer: 0\n    host: 10.0.0.1\n    port: 5000\n  - peer: 1\n    host: 10.0.0.2\n    port: 80\npackets:\n"
      + pieces.map { piece in
        let digits = Array(Base64.encode(piece.bytes))
        let lines = stride(from: 0, to: digits.count, by: 76).map { "      " + String(digits[$0..<min($0 + 76, digits.count)]) }
        return "  - packet: \(piece.packet)\n    peer: \(piece.peer)\n    timestamp: \(piece.time)\n    data: !!binary |\n"
          + lines.joined(separator: "\n") + "\n"
      }.joined()
  }

  private static func session(_ more: [(packet: Int, peer: Int, time: String, bytes: [UInt8])] = []) -> String {
    followed([(4, 0, "\(start).000000", Array(request.utf8)), (6, 1, "\(start).010000", Array(answer.utf8))] + more)
  }

  private static func read(_ index: [String], _ followed: String, leftOut: (String) -> Void = { _ in }) throws(ExchangeFault) -> Recording {
    try CaptureReader(run: ExchangeSamples.run("import"))
      .read(CaptureIndex(Array(index.joined(separator: "\n").utf8)), FollowedConnections(Array(followed.utf8)), leftOut: leftOut)
  }

  private static func told(_ recording: Recording) -> [String] {
    recording.events.map { event in
      let time = "\(event.at / 1_000_000)"
      switch event.kind {
      case .request(let head): return "\(time) request \(head.target)"
      case .response(let head): return "\(time) response \(head.status) \(String(decoding: head.body, as: UTF8.self))"
      case .frame(let frame):
        return "\(time) \(frame.sender) \(frame.frame.opcode.rawValue) \(frame.frame.payload) \(frame.frame.header.count)"
      case .ended(let end): return "\(time) \(end.manner) by \(end.by.map { "\($0)" } ?? "?")"
      case .violation(let violation): return "\(time) violation by \(violation.sender)"
      default: return "\(time) other"
      }
    }
  }

  @Test func framesAndEndsAreAsTheyCrossedTheWire() throws {
    let fin = Self.line([0: "0", 1: "\(Self.start).5", 8: "1", 16: "9"])
    // A frame comes in two pieces, and another two in one.
    let recording = try Self.read(
      [Self.upgrade(), fin],
      Self.session([
        (7, 0, "\(Self.start).100000", [0x82, 0x82, 0, 0]), (8, 0, "\(Self.start).200000", [0, 0, 5, 6]),
        (9, 1, "\(Self.start).300000", [0x89, 0, 0x81, 1, 0x61]),
      ]))
    #expect(
      Self.told(recording) == [
        "0 request /stt?a=1", "10 response 101 ", "200 client 2 [5, 6] 6", "300 relay 9 [] 2", "300 relay 1 [97] 2",
        "500 finished by client",
      ])
    #expect(recording.run.unrecorded.isEmpty && recording.run.relay == "ws://relay.test:80/stt" && recording.run.origin == .imported)
    #expect(recording.sessions.first?.outcome == .completed)
  }

  /// The capture ended before the connection did: what would have come is unknown.
  @Test func aConnectionThatGoesOnIsCutOff() throws {
    let recording = try Self.read([Self.upgrade()], Self.session())
    #expect(recording.run.unrecorded == [.ends] && recording.sessions.first?.outcome == .interrupted)
  }

  /// A client's mask is missing: the rule is broken as a tap would say.
  @Test func brokenRulesAreSeen() throws {
    let recording = try Self.read([Self.upgrade()], Self.session([(7, 0, "\(Self.start).100000", [0x81, 1, 0x61])]))
    #expect(Self.told(recording).contains("100 violation by client"))
  }

  @Test func aRefusalKeepsItsBody() throws {
    let refusal = "HTTP/1.1 401 Unauthorized\r\nContent-Length: 6\r\n\r\nno keyX"
    let text = Self.followed([
      (4, 0, "\(Self.start).0", Array(Self.request.utf8)), (6, 1, "\(Self.start).010000", Array(refusal.utf8)),
    ])
    #expect(Self.told(try Self.read([Self.upgrade()], text)) == ["0 request /stt?a=1", "10 response 401 no key"])
  }

  /// A login on the same connection comes first.
  @Test(arguments: ["Content-Length: 5\r\n\r\nhello", "Transfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n"])
  func otherRequestsMayComeBefore(_ body: String) throws {
    let text = Self.followed([
      (2, 0, "\(Self.start).0", Array("POST /login HTTP/1.1\r\nContent-Length: 2\r\n\r\nme".utf8)),
      (3, 1, "\(Self.start).001000", Array("HTTP/1.1 200 OK\r\n\(body)".utf8)), (4, 0, "\(Self.start).002000", Array(Self.request.utf8)),
      (6, 1, "\(Self.start).010000", Array(Self.answer.utf8) + [0x81, 1, 0x61]),
    ])
    #expect(Self.told(try Self.read([Self.upgrade()], text)) == ["2 request /stt?a=1", "10 response 101 ", "10 relay 1 [97] 2"])
  }

  /// Whatever order `tshark` tells them in, and though it tells of an encrypted connection twice.
  @Test func connectionsAreToldByTheirPackets() throws {
    let service = Self.request.replacing("/stt?a=1", with: "/v1/listen").replacing("relay.test:80", with: "api.deepgram.com")
    let hello = Self.line([0: "1", 1: "\(Self.start).001", 12: "1", 13: "api.deepgram.com", 16: "11"])
    let inside = Self.followed([
      (14, 1, "\(Self.start).020000", Array(service.utf8)), (15, 0, "\(Self.start).030000", Array(Self.answer.utf8)),
    ])
    let wire = Self.followed([(11, 0, "\(Self.start).001000", [0x16, 3, 1]), (14, 0, "\(Self.start).020000", [0x17, 3, 3])])
    let recording = try Self.read([Self.upgrade(), hello, Self.upgrade("1", packet: "14")], inside + wire + Self.session())
    let targets = recording.events.compactMap {
      if case .request(let head) = $0.kind { "\($0.hop?.rawValue ?? "-") \(head.target)" } else { nil }
    }
    #expect(targets == ["client /stt?a=1", "service /v1/listen"])
  }

  /// Of a connection with holes nothing is taken: what is missing would look like the relay's doing.
  @Test func whatTheCaptureLacksLeavesTheConnectionOut() throws {
    let gap = Array("[2048 bytes missing in capture file]\0".utf8)
    let other = Self.session().replacing("packet: 4", with: "packet: 40")
    var left: [String] = []
    let both = other + Self.session([(7, 0, "\(Self.start).100000", gap)])
    let recording = try Self.read([Self.upgrade(), Self.upgrade("1", packet: "40")], both) { left.append($0) }
    #expect(recording.sessions.count == 1 && left.count == 1 && left[0].contains("lacks bytes"))
    let short = Self.line([0: "0", 1: "\(Self.start).0", 10: "websocket", 15: "40", 16: "4"])
    #expect(throws: ExchangeFault.self) { try Self.read([short], Self.session()) }
  }

  @Test func whatIsEncryptedWantsItsKeys() {
    let hello = Self.line([0: "0", 1: "\(Self.start).0", 12: "1", 13: "api.deepgram.com", 16: "4"])
    let fault = #expect(throws: ExchangeFault.self) { try Self.read([hello], "") }
    #expect(fault?.text.contains("--key-log") == true && fault?.text.contains("api.deepgram.com") == true)
    let none = #expect(throws: ExchangeFault.self) { try Self.read([], "") }
    #expect(none?.text.contains("no WebSocket") == true)
  }

  @Test func whatIsAskedOfTshark() {
    let index = CaptureIndex(Array([Self.upgrade(), Self.line([0: "2", 12: "1", 13: "a.test", 16: "9"])].joined(separator: "\n").utf8))
    #expect(index.question("a.pcap", keyLog: nil) == ["-n", "-r", "a.pcap", "-q", "-z", "follow,tcp,yaml,0"])
    #expect(CaptureIndex(Array("garbage\n1\t2".utf8)).question("a.pcap", keyLog: nil) == nil)
    #expect(CaptureIndex.question("a.pcap", keyLog: "k").starts(with: ["-n", "-r", "a.pcap", "-o", "tls.keylog_file:k"]))
  }
}
