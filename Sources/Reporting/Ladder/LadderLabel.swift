internal import Diagnosis
internal import Speech
internal import Timeline
internal import Wire

/// What stands on the arrows, everything from outside made visible.
enum LadderLabel {
  static func request(_ head: RequestHead) -> String { VisibleText.quote("\(head.method) \(head.target)", limit: 300) }

  /// `101`, or a refusal with the service's own word for it: `401 Unauthorized, dg-error "…"`.
  static func response(_ head: ResponseHead) -> String {
    guard head.status != 101 else { return "101" }
    let reason = head.reason.isEmpty ? "" : " " + VisibleText.quote(head.reason, limit: 60)
    return "\(head.status)\(reason)" + (head.headers["dg-error"].map { ", dg-error \(quoted($0, 100))" } ?? "")
  }

  static func failure(_ failure: ConnectionFailure) -> String {
    "no connection (\(failure.stage.rawValue)): \(VisibleText.quote(failure.code, limit: 60))"
  }

  static func violation(_ violation: ViolationEvent) -> String {
    "breaks RFC \(violation.rfc) §\(VisibleText.quote(violation.section, limit: 10)): \(VisibleText.quote(violation.text, limit: 160))"
  }

  static func end(_ end: ConnectionEnd) -> String { end.manner == .reset ? "TCP reset" : "end of TCP" }

  static func note(_ note: Note) -> String {
    let text = VisibleText.quote(note.text, limit: 160)
    return switch note.code {
    case .waitExpired: "the wait ran out: \(text)"
    case .fault: "fault put in: \(text)"
    case .timedOut: "out of time: \(text)"
    case .interrupted: "interrupted: \(text)"
    case .recorderLag: "the recorder fell behind: \(text)"
    case .starved: "this machine was too busy: \(text)"
    case .clockStep: "the clock jumped: \(text)"
    case .limit: "ended at a limit: \(text)"
    case .step: "step: \(text)"
    case .awaited: "came: \(text)"
    case .relayOutput: "the relay printed: \(text)"
    case .misbehaved: "provoked: \(text)"
    case .keyShown, .tlsArrived, .tlsRefused, .relayDied, .soundDigest, .remark: text
    }
  }

  /// A control frame: `Close 1000`, `Close 1011 "…"`, `ping`.
  static func control(_ frame: Frame) -> String {
    switch frame.opcode {
    case .close:
      guard frame.payload.count >= 2 else { return "Close without a code" }
      let code = UInt16(frame.payload[0]) << 8 | UInt16(frame.payload[1])
      return frame.payload.count == 2 ? "Close \(code)" : "Close \(code) \(quoted(Array(frame.payload.dropFirst(2)), 123))"
    case .ping, .pong:
      return frame.payload.isEmpty ? frame.opcode.name : "\(frame.opcode.name), \(Wording.count(frame.payload.count, "byte"))"
    default: return stray(frame)
    }
  }

  /// A frame that is part of no message.
  static func stray(_ frame: Frame) -> String {
    let kind = frame.opcode.isDefined ? frame.opcode.name : "opcode \(frame.opcode.name)"
    return "\(kind) frame, \(Wording.count(frame.payload.count, "byte"))"
  }

  /// A message towards the service that is no audio: its name where the service knows it, else word for word.
  static func control(_ message: ControlMessage) -> String {
    switch message {
    case .closeStream: "CloseStream"
    case .finalize: "Finalize"
    case .keepAlive: "KeepAlive"
    case .empty: "empty binary message"
    case .text(let bytes): quoted(bytes, 80)
    }
  }

  /// The same where it is sent as only audio may be.
  static func controlAsAudio(_ message: ControlMessage) -> String { "\(control(message)) in a binary message" }

  /// Said again and again, so that many may be one row.
  static func isRepeated(_ control: String) -> Bool { control == Self.control(.keepAlive) || control == controlAsAudio(.keepAlive) }

  /// `audio 2.8 s in 121 frames`, with the time it took where that was clearly less; in bytes where the format is not known.
  static func audio(_ tally: LadderTally, bytesPerSecond: Int?, took: Nanoseconds) -> String {
    let frames = Wording.count(tally.count, "frame")
    guard let bytesPerSecond, bytesPerSecond > 0 else { return "audio, \(Wording.count(tally.bytes, "byte")) in \(frames)" }
    let seconds = Double(tally.bytes) / Double(bytesPerSecond)
    let audio = "audio \(Wording.decimal(seconds, seconds < 0.095 ? 2 : 1)) s in \(frames)"
    // The first frame leaves at once: n frames take the time of n − 1.
    let played = seconds * Double(tally.count - 1) / Double(max(1, tally.count))
    return played > 1 && played > took.seconds * 1.25 ? "\(audio), sent in \(Wording.span(took))" : audio
  }

  /// `Results interim "tell the"`, or of several `12 Results (3 final), last "…"`.
  static func result(_ tally: LadderTally) -> String {
    let text = "\"\(tally.text)\""
    guard tally.count > 1 else {
      return "\(tally.noun)\(tally.finals > 0 ? " final" : tally.interims > 0 ? " interim" : "") \(text)"
    }
    let noun = tally.noun == "transcript" ? "transcripts" : tally.noun
    if tally.interims == tally.count { return "\(tally.count) interim \(noun), last \(text)" }
    if tally.finals == tally.count { return "\(tally.count) final \(noun), last \(text)" }
    let finals = tally.finals > 0 ? " (\(tally.finals) final)" : ""
    return "\(tally.count) \(noun)\(finals), last \(text)"
  }

  static func quoted(_ text: String, _ limit: Int) -> String { "\"\(VisibleText.quote(text, limit: limit))\"" }
  static func quoted(_ bytes: [UInt8], _ limit: Int) -> String { "\"\(VisibleText.quote(bytes, limit: limit))\"" }
}
