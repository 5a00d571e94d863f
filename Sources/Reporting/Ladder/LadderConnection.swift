internal import Diagnosis
internal import Speech
internal import Timeline
internal import Wire

/// One connection while its frames are read: what each message puts on the ladder.
struct LadderConnection {
  let hop: Hop
  private var joined = JoinedConnection()
  private var meanings: MeaningReader

  init(hop: Hop, messages: MessagesSetting) {
    self.hop = hop
    meanings = MeaningReader(isServices: hop == .service, messages: messages)
  }

  /// Frames whose message was never whole.
  var unfinished: [JoinedConnection.Unfinished] { joined.unfinished }

  /// Nil where the message goes on in another frame, and for what is no frame.
  mutating func take(_ frame: FrameEvent, _ event: Event) -> LadderContent? {
    switch joined.take(event) {
    case .data(let message): content(of: message)
    case .ping, .pong, .close: alone(frame.frame, [event.id], isUpstream: frame.sender == hop.dialler)
    case .stray(let stray, let events): alone(stray, events, isUpstream: frame.sender == hop.dialler)
    case .part, .request, .response, .failed, .violation, .ended, .note: nil
    }
  }

  /// A control frame, or one that is part of no message.
  private func alone(_ frame: Frame, _ events: [Int64], isUpstream: Bool) -> LadderContent {
    let kind: LadderRow.Kind =
      switch frame.opcode {
      case .close: .close
      case .ping: .ping
      case .pong: .pong
      default: isUpstream ? .control : .message
      }
    return LadderContent(kind: kind, label: LadderLabel.control(frame), events: events)
  }

  private mutating func content(of message: JoinedMessage) -> LadderContent {
    let frames = message.earlier.count + 1
    var content =
      switch meanings.read(message.bytes, isText: message.isText, isUpstream: message.isUpstream) {
      case .audio: LadderContent(kind: .audio, label: "", events: [], tally: LadderTally(count: frames, bytes: message.bytes.count))
      case .control(let control): LadderContent(kind: .control, label: LadderLabel.control(control), events: [])
      case .controlAsAudio(let control): LadderContent(kind: .control, label: LadderLabel.controlAsAudio(control), events: [])
      case .told(let read): Self.told(read, message.bytes)
      }
    content.events = message.events
    if content.kind != .audio, frames > 1 { content.label += " in \(frames) frames" }
    return content
  }

  private static func told(_ read: ReadMessage, _ bytes: [UInt8]) -> LadderContent {
    switch read.kind {
    case .result(let result):
      let isService = read.shape == .deepgram || read.shape == .deepgramUntyped
      let tally = LadderTally(
        finals: result.isFinal == true ? 1 : 0, interims: result.isFinal == false ? 1 : 0, text: VisibleText.quote(result.text, limit: 80),
        noun: isService ? "Results" : "transcript")
      return LadderContent(kind: .result, label: LadderLabel.result(tally), events: [], tally: tally)
    case .metadata(let facts):
      let duration = facts.duration.map { " \(Wording.decimal($0, 1)) s" } ?? ""
      return LadderContent(kind: .metadata, label: "Metadata\(duration)", events: [])
    case .speechEvent: return LadderContent(kind: .message, label: VisibleText.quote(read.label ?? "speech event", limit: 40), events: [])
    case .error(let text): return LadderContent(kind: .message, label: "Error \(LadderLabel.quoted(text, 100))", events: [])
    case .ready: return LadderContent(kind: .message, label: VisibleText.quote(read.label ?? "status", limit: 40), events: [])
    case .unreadable:
      let label = read.isText ? LadderLabel.quoted(bytes, 80) : "binary, \(Wording.count(bytes.count, "byte"))"
      return LadderContent(kind: .message, label: label, events: [])
    }
  }
}
