internal import Diagnosis
internal import Speech
package import Timeline
internal import Wire

/// One event of the recording in one line that is safe to print: who did what to whom, and when.
package struct EventLine: Sendable, Equatable {
  package var id: Int64
  package var at: Nanoseconds
  package var hop: Hop?
  /// Who did it, where somebody did.
  package var sender: Party?
  /// What happened, with everything invisible made visible: `text, 4 bytes: stop`.
  package var text: String

  private let clientsPeer: Party

  /// - Parameter clientsPeer: Who is at the other end of the client's connection: the relay, where there is one.
  package init(_ event: Event, clientsPeer: Party) {
    id = event.id
    at = event.at
    hop = event.hop
    self.clientsPeer = clientsPeer
    sender = Self.sender(event).map { $0 == .relay ? clientsPeer : $0 }
    text = Self.describe(event, clientsPeer)
    text = VisibleText.quote(text, limit: 160)
  }

  /// `client → relay`; nil where nobody sent anything.
  package var direction: String? {
    guard let hop, let sender else { return nil }
    let acceptor = hop == .client ? clientsPeer : hop.acceptor
    return "\(sender.rawValue) → \((sender == hop.dialler ? acceptor : hop.dialler).rawValue)"
  }

  /// Who did what an event tells, where somebody did; without writing its line.
  static func sender(_ event: Event) -> Party? {
    switch event.kind {
    case .request: event.hop?.dialler
    case .response: event.hop?.acceptor
    case .frame(let frame): frame.sender
    case .violation(let violation): violation.sender
    case .failed, .ended, .note: nil
    }
  }

  private static func describe(_ event: Event, _ clientsPeer: Party) -> String {
    switch event.kind {
    case .request(let head): "\(head.method) \(head.target)"
    case .response(let head): "HTTP \(head.status) \(head.reason)"
    case .frame(let frame): describe(frame.frame)
    case .violation(let violation): "breaks \(violation.rule): \(violation.text)"
    case .failed(let failure): "no connection (\(failure.stage.rawValue), \(failure.code)): \(failure.text)"
    case .ended(let end): describe(end, clientsPeer)
    case .note(let note): "\(words(note.code)): \(note.text)"
    }
  }

  private static func describe(_ frame: Frame) -> String {
    let length = Wording.count(frame.payload.count, "byte") + onTheWire(frame)
    switch frame.opcode {
    case .binary: return "binary, \(length)"
    case .text: return "text, \(length): \(VisibleText.quote(frame.payload, limit: 100))"
    case .close:
      guard frame.payload.count >= 2 else { return "Close without a code" }
      let code = UInt16(frame.payload[0]) << 8 | UInt16(frame.payload[1])
      let reason = VisibleText.quote(Array(frame.payload.dropFirst(2)), limit: 123)
      return reason.isEmpty ? "Close \(code)" : "Close \(code): \(reason)"
    default: return "\(frame.opcode.name), \(length)"
    }
  }

  /// What a compressed frame, or one with audio wrapped in it, was on the wire; empty for all others.
  private static func onTheWire(_ frame: Frame) -> String {
    guard frame.wireLength != frame.length else { return "" }
    return " (\(Wording.count(Int(clamping: frame.wireLength), "byte")) \(frame.rsv & 4 != 0 ? "compressed" : "on the wire"))"
  }

  private static func describe(_ end: ConnectionEnd, _ clientsPeer: Party) -> String {
    let manner = end.manner == .reset ? "TCP connection reset" : "TCP connection ended"
    return manner + (end.by.map { " by the \(($0 == .relay ? clientsPeer : $0).rawValue)" } ?? "") + (end.text.map { ": \($0)" } ?? "")
  }

  private static func words(_ code: Note.Code) -> String {
    switch code {
    case .waitExpired: "the wait ran out"
    case .timedOut: "out of time"
    case .recorderLag: "the recorder fell behind"
    case .starved: "this machine was too busy"
    case .clockStep: "the clock jumped"
    case .limit: "a limit was reached"
    case .soundDigest: "digests of the audio"
    default: code.rawValue
    }
  }
}
