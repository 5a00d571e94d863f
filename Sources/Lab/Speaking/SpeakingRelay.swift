package import Dialects
package import Machines
package import Timeline
internal import Wire

/// A relay whose clients speak a dialect: the machine inside, faults and all, knows plain words only.
package struct SpeakingRelay: Machine {
  private static let heartbeat: TimerName = "dialect heartbeat"

  private var inner: any Machine
  private let dialect: Dialect
  private let speaker: RelaySpeaker
  private var listener: ClientListener
  /// What of the opening is still to come.
  private var opening: ArraySlice<Dialect.Opening>
  private var isOpen = false

  package init(_ inner: any Machine, speaking dialect: Dialect) {
    self.inner = inner
    self.dialect = dialect
    speaker = RelaySpeaker(dialect)
    listener = ClientListener(dialect)
    opening = dialect.opening[...]
  }

  package mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds) -> [Action] {
    switch occurrence {
    case .received(.accepted, let message):
      let turn = takeTurn(message)
      guard let plain = listener.hear(message) else { return turn }
      return turn + said(inner.handle(.received(.accepted, plain), at: now), at: now)
    case .ended(.accepted, _):
      isOpen = false
      return [.cancel(Self.heartbeat)] + said(inner.handle(occurrence, at: now), at: now)
    case .fired(Self.heartbeat):
      guard isOpen, let beat = dialect.heartbeat else { return [] }
      return [.send(.accepted, .text(beat.text)), .wake(Self.heartbeat, at: now + beat.nanoseconds)]
    default: return said(inner.handle(occurrence, at: now), at: now)
    }
  }

  /// What the client says of the opening is followed by what the relay says then.
  private mutating func takeTurn(_ message: Message) -> [Action] {
    guard case .text = message, case .says? = opening.first else { return [] }
    opening = opening.dropFirst()
    return ownWords()
  }

  private mutating func ownWords() -> [Action] {
    var out: [Action] = []
    while case .awaits(_, let example)? = opening.first {
      if let example { out.append(.send(.accepted, .text(example))) }
      opening = opening.dropFirst()
    }
    return out
  }

  private mutating func said(_ actions: [Action], at now: Nanoseconds) -> [Action] {
    var out: [Action] = []
    for action in actions {
      switch action {
      case .accept:
        isOpen = true
        out.append(action)
        out += ownWords()
        if let beat = dialect.heartbeat { out.append(.wake(Self.heartbeat, at: now + beat.nanoseconds)) }
      case .send(.accepted, let message, let scheduled):
        if case .close = message { isOpen = false }
        out += speaker.say(message).map { .send(.accepted, $0, scheduled: scheduled) }
      case .sendFragmented(.accepted, let message, let frames, let scheduled):
        out += speaker.say(message).map { .sendFragmented(.accepted, $0, frames: frames, scheduled: scheduled) }
      case .finish: out += [.cancel(Self.heartbeat), action]
      default: out.append(action)
      }
    }
    return out
  }
}
