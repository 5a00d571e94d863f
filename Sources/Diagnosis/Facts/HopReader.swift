internal import Speech
internal import Timeline

/// Reads the events of one connection into facts.
struct HopReader {
  private(set) var facts: HopFacts
  private var joined = JoinedConnection()
  private var meanings: MeaningReader
  /// What the profile says that a relay sends before it takes audio.
  private let ready: JSONCondition?

  init(hop: Hop, connection: Int, messages: MessagesSetting, ready: JSONCondition? = nil, begun: Nanoseconds = 0) {
    self.ready = hop == .client ? ready : nil
    facts = HopFacts(hop: hop, connection: connection)
    facts.begun = begun
    meanings = MeaningReader(isServices: hop == .service, messages: messages)
  }

  mutating func reserve(_ messages: Int, bytes: Int) {
    facts.audio.reserveCapacity(messages)
    facts.audioBytes.reserveCapacity(bytes)
  }

  mutating func read(_ event: Event) {
    switch joined.take(event) {
    case .request(let head): facts.request = Located(head, event)
    case .response(let head): facts.response = Located(head, event)
    case .failed(let failure): facts.failure = Located(failure, event)
    case .ended(let end): facts.end = facts.end ?? Located(end, event)
    case .violation(let violation, let frame):
      let header = frame.map { Array($0.header) } ?? []
      facts.violations.append(Located(HopFacts.Violation(event: violation, frame: frame?.event, header: header), event))
    case .note(let note): facts.sound = note.sound ?? facts.sound
    case .close(let code, let reason, let party):
      facts.take(Located(HopFacts.Close(by: party, code: code, reason: String(decoding: reason, as: UTF8.self)), event))
    case .ping(let payload, let party): facts.pings.append(Located(HopFacts.Probe(by: party, payload: payload), event))
    case .pong(let payload, let party): facts.pongs.append(Located(HopFacts.Probe(by: party, payload: payload), event))
    case .data(let message): read(message)
    case .part, .stray: break
    }
  }

  /// A message is dated by its last frame and named by its first.
  private mutating func read(_ message: JoinedMessage) {
    if message.isUpstream, message.isFragmented { facts.fragmented += 1 }
    switch meanings.read(message.bytes, isText: message.isText, isUpstream: message.isUpstream) {
    case .audio:
      var sound = message.bytes
      while let word = ControlMessage.place(in: sound) {
        facts.binaryControls.append(Located(Array(sound[word]), event: message.first, at: message.at))
        sound.removeSubrange(word)
      }
      // Nothing but words: no audio at all.
      guard !sound.isEmpty else { break }
      facts.audio.append(HopFacts.AudioPiece(event: message.first, at: message.at, scheduled: message.scheduled, bytes: sound.count))
      facts.audioBytes += sound
    case .control(let control): facts.controls.append(Located(control, event: message.first, at: message.at))
    case .controlAsAudio: facts.binaryControls.append(Located(message.bytes, event: message.first, at: message.at))
    case .told(let read): take(read, of: message)
    }
  }

  private mutating func take(_ read: ReadMessage, of message: JoinedMessage) {
    var read = read
    if isGreeting(read, message.at) || isReady(message.bytes) {
      read.kind = .ready
      read.label = read.label ?? VisibleText.quote(message.bytes, limit: 60)
    }
    facts.take(Located(read, event: message.first, at: message.at), message.bytes)
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
