internal import Speech
internal import Timeline
internal import Wire

/// One connection while its frames are read: fragments joined, messages understood.
struct LadderConnection {
  struct Unfinished {
    var upstream: Bool
    var at: Nanoseconds
    var events: [Int64]
  }

  let hop: Hop
  private var assemblers: [Party: MessageAssembler] = [:]
  private var open: [Party: Unfinished] = [:]
  private var reader: MessageReader
  private var isClosing = false

  init(hop: Hop, messages: String) {
    self.hop = hop
    reader = MessageReader(setting: messages)
  }

  /// Messages whose last frame never came, the dialler's first.
  var unfinished: [Unfinished] { [hop.dialler, hop.acceptor].compactMap { open[$0] } }

  /// True for what nearly all frames are, a whole message of audio with nothing odd before it: the assembler need not see those.
  func isPlainAudio(_ event: FrameEvent) -> Bool {
    let frame = event.frame
    return event.sender == hop.dialler && frame.opcode == .binary && frame.fin && !frame.payload.isEmpty
      && UInt64(frame.payload.count) == frame.length && open.isEmpty && !isClosing
  }

  /// Nil where the message goes on in another frame.
  mutating func take(_ event: FrameEvent, _ recorded: Event) -> LadderContent? {
    let frame = event.frame
    let upstream = event.sender == hop.dialler
    let message = assemblers[event.sender, default: MessageAssembler()].take(frame).message
    if frame.opcode.isControl {
      if frame.opcode == .close { isClosing = true }
      let kind: LadderRow.Kind =
        switch frame.opcode {
        case .close: .close
        case .ping: .ping
        case .pong: .pong
        default: upstream ? .control : .message
        }
      return LadderContent(kind: kind, label: LadderLabel.control(frame), events: [recorded.id])
    }
    if !frame.fin {
      open[event.sender, default: Unfinished(upstream: upstream, at: recorded.at, events: [])].events.append(recorded.id)
      return nil
    }
    let before = frame.opcode == .continuation ? open.removeValue(forKey: event.sender)?.events ?? [] : []
    let events = before + [recorded.id]
    guard let message else {
      return LadderContent(kind: upstream ? .control : .message, label: LadderLabel.stray(frame), events: events)
    }
    var content = upstream ? Self.towardsService(message) : towardsClient(message)
    content.events = events
    if content.kind != .audio, events.count > 1 { content.label += " in \(events.count) frames" }
    if content.kind == .audio { content.tally.count = events.count }
    return content
  }

  private static func towardsService(_ message: Message) -> LadderContent {
    switch message {
    case .binary(let bytes) where bytes.isEmpty: LadderContent(kind: .control, label: "empty binary message", events: [])
    case .binary(let bytes): LadderContent(kind: .audio, label: "", events: [], tally: LadderTally(bytes: bytes.count))
    default: LadderContent(kind: .control, label: LadderLabel.controlText(message.payload), events: [])
    }
  }

  private mutating func towardsClient(_ message: Message) -> LadderContent {
    let read = reader.read(message.payload, isText: message.opcode == .text)
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
      let label = read.isText ? LadderLabel.quoted(message.payload, 80) : "binary, \(Wording.count(message.payload.count, "byte"))"
      return LadderContent(kind: .message, label: label, events: [])
    }
  }
}
