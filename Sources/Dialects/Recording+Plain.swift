internal import Speech
package import Timeline
internal import Wire

extension Recording {
  /// The recording in plain words: what a client's dialect wrapped is unwrapped, once and for all who read on.
  ///
  /// Audio inside messages is binary then, results are bare, the dialect's own chatter is gone. Events keep their numbers and times, so
  /// that evidence still names what crossed the wire. Itself where no session has a dialect, and where this has been done.
  package func inPlainWords() -> Recording {
    withResultsInPlace().unwrapped()
  }

  private func unwrapped() -> Recording {
    let dialects = Dictionary(
      sessions.compactMap { info in info.spokenDialect.map { (info.number, $0) } }, uniquingKeysWith: { first, _ in first })
    guard !dialects.isEmpty else { return self }
    var plain = self
    for index in plain.sessions.indices {
      if dialects[plain.sessions[index].number]?.isOpenEnded == true { plain.sessions[index].isOpenEnded = true }
      plain.sessions[index].dialect = nil
    }
    var conversations: [Int: Conversation] = [:]
    plain.events = Series(
      events.compactMap { event in
        guard event.hop == .client, case .frame(let frame) = event.kind, let dialect = dialects[event.session] else { return event }
        return conversations[event.connection, default: Conversation(dialect)].read(frame, of: event)
      })
    return plain
  }
}

extension Recording {
  /// Frames that carry audio, or announce it: binary ones, and what a client's dialect makes of them.
  package func audioFrames() -> Set<Int64> {
    let dialects = Dictionary(
      sessions.compactMap { info in info.spokenDialect.map { (info.number, $0) } }, uniquingKeysWith: { first, _ in first })
    var listeners: [Int: ClientListener] = [:]
    var found: Set<Int64> = []
    for event in events {
      guard case .frame(let frame) = event.kind, !frame.frame.opcode.isControl else { continue }
      if frame.frame.opcode == .binary { found.insert(event.id) }
      guard event.hop == .client, frame.sender == .client, let dialect = dialects[event.session],
        let message = Message(frame.frame)
      else { continue }
      let heard = listeners[event.connection, default: ClientListener(dialect)].hear(message)
      if case .binary? = heard { found.insert(event.id) }
      guard heard == nil, let listener = listeners[event.connection] else { continue }
      if listener.expectsAudio || listener.isOtherTrack(message) { found.insert(event.id) }
    }
    return found
  }
}

extension Message {
  /// A whole text or binary message in one frame; nil for anything else.
  fileprivate init?(_ frame: Frame) {
    switch frame.opcode {
    case .text where frame.fin: self = .text(frame.payload)
    case .binary where frame.fin: self = .binary(frame.payload)
    default: return nil
    }
  }
}

extension SessionInfo {
  /// The dialect that its client spoke; nil for plain words.
  package var spokenDialect: Dialect? {
    guard let dialect, let setting = try? JSONValue(parsing: Array(dialect.utf8)) else { return nil }
    return try? Dialect(setting: setting)
  }
}

/// One connection of a client with a dialect.
private struct Conversation {
  private var client: ClientListener
  private var relay: RelayListener
  private var joined = JoinedConnection()

  init(_ dialect: Dialect) {
    client = ClientListener(dialect)
    relay = RelayListener(dialect)
  }

  /// The same event with what it says; nil where it says nothing by itself.
  mutating func read(_ frame: FrameEvent, of event: Event) -> Event? {
    guard frame.isDataKeptWhole else { return event }
    guard case .data(let whole) = joined.take(event) else { return nil }
    let heard = whole.isUpstream ? client.hear(whole.message) : relay.hear(whole.message).plain
    guard let heard else { return nil }
    return heard == whole.message && !whole.isFragmented ? event : event.saying(heard)
  }
}

extension FrameEvent {
  /// Part of a text or binary message, and all of it kept: what was not kept whole says nothing for certain.
  var isDataKeptWhole: Bool { !frame.opcode.isControl && UInt64(frame.payload.count) == frame.length && frame.rsv & 3 == 0 }
}

extension Event {
  /// The same with a whole message in its frame.
  func saying(_ message: Message) -> Event {
    guard case .frame(var said) = kind else { return self }
    said.frame.fin = true
    said.frame.opcode = message.opcode
    said.frame.payload = message.payload
    said.frame.length = UInt64(message.payload.count)
    var event = self
    event.kind = .frame(said)
    return event
  }
}
