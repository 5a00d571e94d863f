package import Dialects
package import Machines
package import Timeline
internal import Wire

/// A client that speaks a dialect: the machine inside knows plain words only.
///
/// It hears of the open connection when the dialect's opening is through, or has taken too long.
package struct SpeakingClient: Machine {
  /// Wait for what the relay has to say first.
  static let patience: Nanoseconds = .seconds(10)

  private enum Timer: String, MachineTimer {
    case opening = "dialect opening"
    case keepAlive = "dialect keepalive"
  }

  private var inner: any Machine
  private let dialect: Dialect
  private let bytesPerSecond: Int
  private let stream: String
  private var speaker: ClientSpeaker
  private var listener: RelayListener
  /// What of the opening is still to come; nil before the connection is open, and once the machine inside has been told.
  private var opening: ArraySlice<Dialect.Opening>?
  private var head: ResponseHead?
  /// What came before the opening was through.
  private var early: [Message] = []
  /// The client may still say something: the opening is through, and nobody has said Close.
  private var isTalking = false

  /// - Parameters:
  ///   - bytesPerSecond: Of the audio that the machine sends.
  ///   - session: Names the stream.
  package init(_ inner: any Machine, speaking dialect: Dialect, bytesPerSecond: Int, session: Int) {
    self.inner = inner
    self.dialect = dialect
    self.bytesPerSecond = bytesPerSecond
    stream = Self.streamName(session)
    speaker = ClientSpeaker(dialect, bytesPerSecond: bytesPerSecond, stream: stream)
    listener = RelayListener(dialect)
  }

  /// As Twilio has them: two letters and 32 digits.
  package static func streamName(_ session: Int) -> String {
    let digits = String(session, radix: 16)
    return "MZ" + String(repeating: "0", count: max(0, 32 - digits.count)) + digits
  }

  package mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds) -> [Action] {
    switch occurrence {
    case .opened(let head):
      self.head = head
      early = []
      opening = dialect.opening[...]
      return goOn(at: now)
    case .received(.dialled, let message): return hear(message, at: now)
    case .fired(Timer.opening.name):
      let limit = DurationText.tenths(Self.patience.seconds)
      let note = Note(
        .waitExpired, "the relay did not open the conversation as \(dialect.name) has it within \(limit) s\(awaited); going on without it",
        topic: .openingMissed)
      return [.note(note)] + begin(at: now)
    case .fired(Timer.keepAlive.name):
      guard isTalking, let beat = dialect.keepAlive else { return [] }
      return [.send(.dialled, .text(beat.text)), .wake(Timer.keepAlive.name, at: now + beat.nanoseconds)]
    case .ended(.dialled, _):
      let begun = opening == nil ? [] : begin(at: now)
      isTalking = false
      return begun + [.cancel(Timer.keepAlive.name)] + said(inner.handle(occurrence, at: now))
    default: return said(inner.handle(occurrence, at: now))
    }
  }

  /// What of the opening did not come.
  private var awaited: String {
    guard case .awaits(let pattern, _)? = opening?.first else { return "" }
    return " (\(pattern.shown) did not come)"
  }

  private mutating func hear(_ message: Message, at now: Nanoseconds) -> [Action] {
    if opening != nil {
      if case .text(let bytes) = message, case .awaits(let pattern, _)? = opening?.first, pattern.holds(for: bytes) {
        opening = opening?.dropFirst()
        return goOn(at: now)
      }
      let heard = listener.hear(message)
      let answer = heard.answer.map { [Action.send(.dialled, speaker.say($0))] } ?? []
      if let plain = heard.plain { early.append(plain) }
      let isOver = if case .close? = heard.plain { true } else { message.isRefusal(in: dialect) }
      return answer + (isOver ? begin(at: now) : [])
    }
    let heard = listener.hear(message)
    let answer = heard.answer.map { [Action.send(.dialled, speaker.say($0))] } ?? []
    guard let plain = heard.plain else { return answer }
    return answer + said(inner.handle(.received(.dialled, plain), at: now))
  }

  /// Says what is to be said until the relay has its turn.
  private mutating func goOn(at now: Nanoseconds) -> [Action] {
    var out: [Action] = []
    while case .says(let template)? = opening?.first {
      out.append(.send(.dialled, speaker.say(template)))
      opening = opening?.dropFirst()
    }
    if opening?.isEmpty == false { return out + [.wake(Timer.opening.name, at: now + Self.patience)] }
    return out + begin(at: now)
  }

  /// The opening is through: the machine inside may begin.
  private mutating func begin(at now: Nanoseconds) -> [Action] {
    opening = nil
    guard let head else { return [] }
    isTalking = true
    let beat = dialect.keepAlive.map { [Action.wake(Timer.keepAlive.name, at: now + $0.nanoseconds)] } ?? []
    var out: [Action] = [.cancel(Timer.opening.name)] + beat + said(inner.handle(.opened(head), at: now))
    for message in early { out += said(inner.handle(.received(.dialled, message), at: now)) }
    early = []
    return out
  }

  private mutating func said(_ actions: [Action]) -> [Action] {
    var out: [Action] = []
    for action in actions {
      switch action {
      case .dial:
        speaker = ClientSpeaker(dialect, bytesPerSecond: bytesPerSecond, stream: stream)
        listener = RelayListener(dialect)
        out.append(action)
      case .send(.dialled, let message, let scheduled):
        if case .close = message { isTalking = false }
        out += speaker.say(message).map { .send(.dialled, $0, scheduled: scheduled) }
      case .sendFragmented(.dialled, let message, let frames, let scheduled):
        out += speaker.say(message).map { .sendFragmented(.dialled, $0, frames: frames, scheduled: scheduled) }
      case .finish: out += [.cancel(Timer.opening.name), .cancel(Timer.keepAlive.name), action]
      default: out.append(action)
      }
    }
    return out
  }
}

extension Message {
  fileprivate func isRefusal(in dialect: Dialect) -> Bool {
    if case .text(let bytes) = self { dialect.refusal?.holds(for: bytes) ?? false } else { false }
  }
}
