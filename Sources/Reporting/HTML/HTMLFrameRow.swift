internal import Diagnosis
internal import Speech
internal import Timeline
internal import Wire

/// One row of the frame table: an event, or a run of audio frames.
struct HTMLFrameRow {
  /// Of the recording, in order.
  private(set) var events: [Int64]
  let at: Nanoseconds
  private(set) var until: Nanoseconds
  let hop: Hop?
  /// `audio`, an opcode's name, or what else it is: what the table is filtered by.
  let kind: String
  private let event: Event
  private let clientsPeer: Party
  /// Seconds, bytes and frames of a run of audio.
  private var run: String?
  /// Of a single frame; of a run of audio that of its first.
  let payload: [UInt8]
  private let isText: Bool
  private var bytes: Int

  /// What happened in words: written when it is drawn, which most rows of a long recording never are.
  var line: EventLine {
    var line = EventLine(event, clientsPeer: clientsPeer)
    if let run { line.text = run }
    return line
  }

  var first: Int64 { events.first ?? 0 }
  var anchor: String { "row-\(first)" }
  var time: String { Wording.decimal(at.seconds, 3) + (until > at ? "–" + Wording.decimal(until.seconds, 3) : "") }
  /// Whether the line says less than the payload.
  var hasMore: Bool { kind == "audio" || (isText ? payload.count > 90 : payload.count > 2 && kind != "close") }

  private init(_ event: Event, _ clientsPeer: Party) {
    self.event = event
    self.clientsPeer = clientsPeer
    events = [event.id]
    at = event.at
    until = event.at
    hop = event.hop
    (kind, payload) = Self.content(event)
    isText = kind == "text"
    bytes = payload.count
  }

  static func content(_ event: Event) -> (String, [UInt8]) {
    switch event.kind {
    case .request, .response: ("handshake", [])
    case .frame(let frame):
      (
        isAudio(frame, event.hop) ? "audio" : frame.frame.opcode.isDefined ? frame.frame.opcode.name : "undefined opcode",
        frame.frame.payload
      )
    case .violation: ("violation", [])
    case .failed: ("failure", [])
    case .ended: ("end", [])
    case .note: ("note", [])
    }
  }

  private static func isAudio(_ frame: FrameEvent, _ hop: Hop?) -> Bool {
    frame.frame.opcode == .binary && frame.frame.fin && !frame.frame.payload.isEmpty && frame.sender == hop?.dialler
      && ControlMessage(binary: frame.frame.payload) == nil
  }

  /// Rows in order of the recording; audio goes on in its row until something else happens on its hop or a second passes.
  static func fold(_ events: Series<Event>, _ info: SessionInfo, _ clientsPeer: Party) -> [HTMLFrameRow] {
    var rows: [HTMLFrameRow] = []
    var runs: [Int: Int] = [:]
    for event in events {
      if case .frame(let frame) = event.kind, isAudio(frame, event.hop), let index = runs[event.connection],
        event.at - rows[index].until < .seconds(1)
      {
        rows[index].events.append(event.id)
        rows[index].until = event.at
        rows[index].bytes += frame.frame.payload.count
        continue
      }
      rows.append(HTMLFrameRow(event, clientsPeer))
      runs[event.connection] = rows.last?.kind == "audio" ? rows.count - 1 : nil
    }
    for index in rows.indices where rows[index].kind == "audio" { rows[index].describe(info.audio) }
    return rows
  }

  private mutating func describe(_ audio: AudioInfo?) {
    let length = audio.flatMap { $0.bytesPerSecond > 0 ? " \(Wording.decimal(Double(bytes) / Double($0.bytesPerSecond), 2)) s" : nil } ?? ""
    run = "audio\(length): \(Wording.count(bytes, "byte")) in \(Wording.count(events.count, "frame"))"
  }

  /// The payload: text as it is (the script sets JSON out), everything else in hexadecimal.
  func body(limit: Int) -> HTML {
    if isText {
      let shown = VisibleText.quote(payload, limit: limit)
      // The script may show the same text as bytes where nothing of it was changed to be shown.
      let isExact = shown.utf8.elementsEqual(payload)
      return .block([shown], [.class(isExact ? "payload exact" : "payload")])
    }
    let shown = min(payload.count, kind == "audio" ? 32 : min(256, limit / 3))
    let lines = stride(from: 0, to: shown, by: 16).map { start in
      payload[start..<min(shown, start + 16)].map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined(separator: " ")
    }
    return .block(lines + (payload.count > shown ? ["… \(payload.count - shown) more bytes"] : []), [.class("payload")])
  }
}
