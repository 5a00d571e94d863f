internal import Speech
internal import Timeline
internal import Wire

/// Reads the events of one connection into facts: joins fragments, tells audio from control, reads what came back.
struct HopReader {
  private(set) var facts: HopFacts
  private var assemblers: [Party: MessageAssembler] = [:]
  private var openedBy: [Party: Event] = [:]
  /// The header of each side's last frame.
  private var lastFrame: [Party: Located<HeaderBytes>] = [:]
  private var reader: MessageReader
  /// What the profile says that a relay sends before it takes audio.
  private let ready: JSONCondition?

  init(hop: Hop, connection: Int, messages setting: String, ready: JSONCondition? = nil, begun: Nanoseconds = 0) {
    self.ready = hop == .client ? ready : nil
    facts = HopFacts(hop: hop, connection: connection)
    facts.begun = begun
    reader = MessageReader(setting: hop == .service ? "deepgram" : setting)
  }

  mutating func reserve(_ messages: Int, bytes: Int) {
    facts.audio.reserveCapacity(messages)
    facts.audioBytes.reserveCapacity(bytes)
  }

  mutating func read(_ event: Event) {
    switch event.kind {
    case .request(let head): facts.request = Located(head, event)
    case .response(let head): facts.response = Located(head, event)
    case .failed(let failure): facts.failure = Located(failure, event)
    case .ended(let end): facts.end = facts.end ?? Located(end, event)
    case .violation(let violation):
      let frame = lastFrame[violation.sender]
      facts.violations.append(
        Located(HopFacts.Violation(event: violation, frame: frame?.event, header: frame.map { Array($0.value) } ?? []), event))
    case .note(let note): facts.sound = note.sound ?? facts.sound
    case .frame(let frame): read(frame, event)
    }
  }

  private mutating func read(_ frame: FrameEvent, _ event: Event) {
    lastFrame[frame.sender] = Located(frame.frame.header, event)
    // A message is dated by its last frame and named by its first.
    let first = frame.frame.opcode == .continuation ? (openedBy[frame.sender] ?? event) : event
    if !frame.frame.opcode.isControl, !frame.frame.fin { openedBy[frame.sender] = first }
    let message = assemblers[frame.sender, default: MessageAssembler()].take(frame.frame).message
    guard let message else { return }
    let isUpstream = frame.sender == facts.hop.dialler
    if isUpstream, frame.frame.opcode == .continuation { facts.fragmented += 1 }
    switch message {
    case .close(let code, let reason):
      let close = HopFacts.Close(by: frame.sender, code: code, reason: String(decoding: reason, as: UTF8.self))
      facts.take(Located(close, event))
    case .ping(let payload): facts.pings.append(Located(HopFacts.Probe(by: frame.sender, payload: payload), event))
    case .pong(let payload): facts.pongs.append(Located(HopFacts.Probe(by: frame.sender, payload: payload), event))
    case .binary(let bytes) where isUpstream && HopFacts.isControl(bytes):
      facts.binaryControls.append(Located(bytes, event: first.id, at: event.at))
    case .binary(let bytes) where isUpstream && !bytes.isEmpty:
      facts.audio.append(HopFacts.AudioPiece(event: first.id, at: event.at, scheduled: frame.scheduled, bytes: bytes.count))
      facts.audioBytes += bytes
    case .binary where isUpstream: facts.controls.append(Located(.empty, event: first.id, at: event.at))
    case .text(let bytes) where isUpstream:
      facts.controls.append(Located(HopFacts.Control(text: bytes), event: first.id, at: event.at))
    case .text(let bytes): readBack(bytes, isText: true, first.id, event.at)
    case .binary(let bytes): readBack(bytes, isText: false, first.id, event.at)
    }
  }

  private mutating func readBack(_ bytes: [UInt8], isText: Bool, _ event: Int64, _ at: Nanoseconds) {
    var message = reader.read(bytes, isText: isText)
    if isGreeting(message, at) || isReady(bytes) {
      message.kind = .ready
      message.label = message.label ?? VisibleText.quote(bytes, limit: 60)
    }
    facts.take(Located(message, event: event, at: at), bytes)
  }

  private func isReady(_ bytes: [UInt8]) -> Bool {
    guard let ready, let value = try? JSONValue(parsing: bytes) else { return false }
    return ready.holds(for: value)
  }

  /// Words that come before anything can have been heard are the relay's own, whatever their shape: a greeting, and no transcript.
  private func isGreeting(_ message: ReadMessage, _ at: Nanoseconds) -> Bool {
    guard facts.hop == .client else { return false }
    if let first = facts.audio.first {
      guard at - first.at < .milliseconds(250) else { return false }
    } else if message.result == nil, !facts.controls.isEmpty {
      // A client that nobody understands may have sent its audio in words.
      return false
    }
    return message.result.map { $0.start == nil } ?? (message.isJSON && message.unreadableBecause != nil)
  }
}
