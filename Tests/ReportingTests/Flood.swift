import Timeline
import Wire

/// A recording with many events of one kind in the midst of an ordinary session.
enum Flood: String, CaseIterable {
  case pings, answeredPings = "answered pings", pongs, finals, sameFinals = "the same final", lostFinals = "finals that are lost"
  case changedFinals = "finals with other words", movedFinals = "finals with other times", backwards = "finals in the wrong order"
  case words = "words of one final", interims, requests = "results of many requests", unreadable, broken = "broken JSON", errors, metadata,
    fragments, closes
  case violations, notes, steps, handshakes, keepAlives = "KeepAlives", emptyMessages = "empty messages", texts, audio, reversedAudio =
    "audio in the wrong order"
  case serviceConnections = "service connections", clientConnections = "connections of one client", sessions
  case sideBySide = "sessions side by side", strays = "connections of no session", unreachable = "sessions turned away"

  /// - Parameter serviceHop: What was seen of the relay's other side.
  func recording(of count: Int, _ serviceHop: RunInfo.ServiceHop) -> Recording {
    var tape = FloodTape(serviceHop)
    let between = { (number: Int) in 1 + 8 * Double(number) / Double(count) }
    switch self {
    case .sessions: for number in 0..<count { tape.session(number + 1, from: Double(number) * 4, seconds: 3) }
    case .sideBySide: for number in 0..<count { tape.session(number + 1, from: Double(number) / Double(count), seconds: 3) }
    case .unreachable:
      tape.session(1, from: 0, seconds: 3)
      for number in 1..<count { tape.refused(number + 1, at: Double(number) * 4) }
    default:
      tape.session(1, from: 0, seconds: 10) { tape in
        for number in 0..<count { one(number, of: count, at: between(number), on: &tape) }
      }
    }
    return tape.recording
  }

  private func one(_ number: Int, of count: Int, at time: Double, on tape: inout FloodTape) {
    let start = Double(number) * 0.5
    switch self {
    case .pings: tape.frame(.client, .relay, .ping, "\(number)", at: time)
    case .answeredPings:
      tape.frame(.client, .relay, .ping, "\(number)", at: time)
      tape.frame(.client, .client, .pong, "\(number)", at: time)
    case .pongs: tape.frame(.client, .relay, .pong, "\(number)", at: time)
    case .finals: tape.both("word \(number)", start: start, isFinal: true, at: time)
    case .sameFinals: tape.both("one word", start: 0.5, isFinal: true, at: time)
    case .lostFinals: tape.result(.service, "word \(number)", start: start, isFinal: true, at: time)
    case .changedFinals:
      tape.result(.service, "word \(number)", start: start, isFinal: true, at: time)
      tape.result(.client, "ward \(number)", start: start, isFinal: true, at: time)
    case .movedFinals:
      tape.result(.service, "word \(number)", start: start, isFinal: true, at: time)
      tape.result(.client, "word \(number)", start: start + 7, isFinal: true, at: time)
    case .backwards:
      tape.result(.service, "one word", start: start, isFinal: true, at: 0.5)
      tape.result(.client, "one word", start: Double(count - number - 1) * 0.5, isFinal: true, at: time)
    case .words:
      guard number == 0 else { return }
      tape.both((0..<count).map { "word\($0)" }.joined(separator: " "), start: 0, isFinal: true, at: time)
    case .interims: tape.both("word \(number)", start: 0, isFinal: false, at: time)
    case .requests: tape.both("word \(number)", start: start, isFinal: true, request: "r\(number)", at: time)
    case .unreadable: tape.frame(.client, .relay, .text, #"{"kind":\#(number)}"#, at: time)
    case .broken: tape.frame(.client, .relay, .text, "{'kind': \(number)}", at: time)
    case .errors: tape.frame(.client, .relay, .text, #"{"type":"Error","description":"\#(number)"}"#, at: time)
    case .metadata:
      tape.frame(.client, .relay, .text, #"{"type":"Metadata","request_id":"\#(number)","duration":1,"channels":1}"#, at: time)
    case .fragments: tape.frame(.client, .relay, number == 0 ? .text : .continuation, "x", fin: number == count - 1, at: time)
    case .closes: tape.frame(.client, .relay, .close, "\u{3}\u{68}\(number)", at: time)
    case .violations: tape.add(.client, .violation(ViolationEvent(sender: .relay, section: "5.2", text: "Broken \(number).")), at: time)
    case .notes: tape.add(nil, .note(Note(.waitExpired, "wait \(number)")), at: time)
    case .steps: tape.add(nil, .note(Note(.step, number % 2 == 0 ? "stop reading" : "read again")), at: time)
    case .handshakes: tape.handshake(.service, at: time)
    case .keepAlives:
      tape.frame(.client, .client, .text, #"{"type":"KeepAlive"}"#, at: time)
      tape.frame(.service, .relay, .text, #"{"type":"KeepAlive"}"#, at: time)
    case .emptyMessages:
      tape.frame(.client, .client, .binary, "", at: time)
      tape.frame(.service, .relay, .binary, "", at: time)
    case .texts: tape.frame(.client, .client, .text, "hello \(number)", at: time)
    case .audio: tape.audio(.client, number, at: time); tape.audio(.service, number, at: time)
    case .reversedAudio: tape.audio(.client, number, at: time); tape.audio(.service, count - number, at: time)
    case .serviceConnections, .strays:
      tape.open(.service, in: self == .strays ? 0 : 1, at: time)
      tape.add(.service, .ended(ConnectionEnd(.finished, by: .relay)), at: time)
    case .clientConnections:
      tape.add(.client, .ended(ConnectionEnd(.reset, by: .relay)), at: time)
      tape.open(.client, in: 1, at: time)
    case .sessions, .sideBySide, .unreachable: break
    }
  }
}
