internal import Digest
package import Timeline
internal import Wire

/// A recording as NDJSON, one event a line, with nothing left out.
package enum NDJSONWriter {
  static let format = "sttcheck.ndjson/1"

  /// - Parameter take: Gets line after line, each with its end.
  package static func write(_ recording: Recording, to take: (String) -> Void) {
    func put(_ line: NDJSONLine) { if let text = JSONCoding.line(line) { take(text + "\n") } }
    put(NDJSONLine(format: format, run: recording.run))
    for session in recording.sessions { put(NDJSONLine(info: session)) }
    for event in recording.events { put(line(event)) }
  }

  private static func line(_ event: Event) -> NDJSONLine {
    var line = NDJSONLine(at_ns: event.at, session: event.session, hop: event.hop, connection: event.connection)
    switch event.kind {
    case .frame(let frame):
      line.kind = "frame"
      line.sender = frame.sender
      line.opcode = frame.frame.opcode.rawValue
      line.fin = frame.frame.fin
      line.rsv = frame.frame.rsv
      line.masked = frame.frame.masked
      line.header = frame.frame.header.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
      if frame.frame.length != UInt64(frame.frame.payload.count) { line.length = frame.frame.length }
      line.scheduled_ns = frame.scheduled
      put(frame.frame.payload, isText: frame.frame.opcode == .text, into: &line)
    case .request(let head):
      line.kind = "request"
      line.method = head.method
      line.target = head.target
      line.headers = head.headers
      line.raw = Base64.encode(head.raw)
    case .response(let head):
      line.kind = "response"
      line.status = head.status
      line.reason = head.reason
      line.headers = head.headers
      line.raw = Base64.encode(head.raw)
      put(head.body, isText: true, into: &line)
    case .violation(let value):
      line.kind = "violation"
      line.violation = value
    case .failed(let value):
      line.kind = "failed"
      line.failure = value
    case .ended(let value):
      line.kind = "ended"
      line.end = value
    case .note(let value):
      line.kind = "note"
      line.note = value
    }
    return line
  }

  private static func put(_ bytes: [UInt8], isText: Bool, into line: inout NDJSONLine) {
    if isText, let text = String(validating: bytes, as: UTF8.self) { line.text = text } else { line.base64 = Base64.encode(bytes) }
  }
}
