import Testing
import Timeline
import Wire

struct JoinedConnectionTests {
  private static func frame(
    _ id: Int64, _ opcode: Opcode, _ text: String, fin: Bool = true, length: UInt64? = nil, by sender: Party = .client
  ) -> Event {
    let frame = Frame(fin: fin, opcode: opcode, length: length, payload: Array(text.utf8))
    return Event(id: id, session: 1, hop: .client, connection: 1, at: id * 10, .frame(FrameEvent(sender: sender, frame: frame)))
  }

  private static func line(_ joined: Joined) -> String {
    switch joined {
    case .data(let message):
      "\(message.isUpstream ? "→" : "←") \(message.isText ? "text" : "binary") \(String(decoding: message.bytes, as: UTF8.self)) \(message.events) at \(message.at)"
    case .ping(_, let party): "ping by \(party)"
    case .pong(_, let party): "pong by \(party)"
    case .close(let code, let reason, let party): "close \(code ?? 0) \(String(decoding: reason, as: UTF8.self)) by \(party)"
    case .part: "part"
    case .stray(let frame, let events): "stray \(frame.opcode.name) \(events)"
    case .violation(_, let frame): "violation \(frame.map { "of \($0.event)" } ?? "alone")"
    case .request, .response, .failed, .ended, .note: "other"
    }
  }

  private static func lines(_ events: [Event]) -> [String] {
    var connection = JoinedConnection()
    return events.map { line(connection.take($0)) }
  }

  @Test func fragmentsAreOneMessageNamedByAllItsFrames() {
    let lines = Self.lines([
      Self.frame(1, .text, "a", fin: false), Self.frame(2, .text, "x", fin: false, by: .relay), Self.frame(3, .ping, ""),
      Self.frame(4, .continuation, "b", fin: false), Self.frame(5, .continuation, "y", by: .relay), Self.frame(6, .continuation, "c"),
      Self.frame(7, .binary, "d"),
    ])
    #expect(
      lines == [
        "part", "part", "ping by client", "part", "← text xy [2, 5] at 50", "→ text abc [1, 4, 6] at 60", "→ binary d [7] at 70",
      ])
  }

  /// A whole message in the midst of another stands for itself; the start of a third ends the one that was open.
  @Test func theStartOfAnotherGivesUpTheFirst() {
    var connection = JoinedConnection()
    let lines = [
      Self.frame(1, .text, "a", fin: false), Self.frame(2, .binary, "whole"), Self.frame(3, .text, "b", fin: false),
      Self.frame(4, .continuation, "c"), Self.frame(5, .text, "d", fin: false),
    ].map { Self.line(connection.take($0)) }
    #expect(lines == ["part", "→ binary whole [2] at 20", "part", "→ text bc [3, 4] at 40", "part"])
    let unfinished = connection.unfinished
    #expect(unfinished.map(\.events) == [[1, 5]] && unfinished.map(\.at) == [10] && unfinished.allSatisfy(\.isUpstream))
  }

  @Test func whatIsPartOfNoMessageIsSaid() {
    let lines = Self.lines([
      Self.frame(1, .continuation, "a"), Self.frame(2, .continuation, "a", fin: false), Self.frame(3, Opcode(rawValue: 3), "x"),
      Self.frame(4, .text, "cut", fin: false, length: 9), Self.frame(5, .continuation, "d"), Self.frame(6, .ping, "cut", length: 9),
      Self.frame(7, .close, "\u{3}\u{68}bye"), Self.frame(8, .text, "late"), Self.frame(9, .text, "late", fin: false),
      Self.frame(10, .text, "other side", by: .relay),
    ])
    #expect(
      lines == [
        "stray continuation [1]", "stray continuation [2]", "stray 0x3 [3]", "part", "stray continuation [4, 5]", "stray ping [6]",
        "close 872 bye by client", "stray text [8]", "stray text [9]", "← text other side [10] at 100",
      ])
  }

  /// A rule that somebody breaks is shown by the last frame of that party's.
  @Test func aViolationHasItsFrame() {
    func violation(_ sender: Party) -> Event {
      Event(id: 9, session: 1, hop: .client, connection: 1, at: 9, .violation(ViolationEvent(sender: sender, section: "5.1", text: "x")))
    }
    #expect(
      Self.lines([
        violation(.client), Self.frame(1, .text, "a"), Self.frame(2, .text, "b", by: .relay), violation(.client), violation(.relay),
      ])
        == ["violation alone", "→ text a [1] at 10", "← text b [2] at 20", "violation of 1", "violation of 2"])
    #expect(Self.lines([Self.frame(1, .text, "a"), violation(.service)]).last == "violation alone")
  }
}
