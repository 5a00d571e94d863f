internal import Wire

/// Puts together what went over one connection, both ways: frames to whole messages, and what is no message beside them.
///
/// The one reader of connections: events go in one by one, in the order of the recording, and no payload is copied. Whoever minds only some of
/// the events hands in only those.
package struct JoinedConnection: Sendable {
  /// Frames of one side that no message came of: their last frame never came.
  package struct Unfinished: Sendable, Equatable {
    package var isUpstream: Bool
    /// When the first of them came.
    package var at: Nanoseconds
    package var events: [Int64]
  }

  private var upstream = Side(isUpstream: true)
  private var downstream = Side(isUpstream: false)

  package init() {}

  /// What is unfinished so far, the dialler's first.
  package var unfinished: [Unfinished] { [upstream.unfinished, downstream.unfinished].compactMap(\.self) }

  /// Takes the connection's next event.
  package mutating func take(_ event: Event) -> Joined {
    switch event.kind {
    case .request(let head): return .request(head)
    case .response(let head): return .response(head)
    case .failed(let failure): return .failed(failure)
    case .ended(let end): return .ended(end)
    case .note(let note): return .note(note)
    case .violation(let violation):
      let last = violation.sender == event.hop?.dialler ? upstream.last : downstream.last
      return .violation(violation, frame: last?.sender == violation.sender ? last : nil)
    case .frame(let frame):
      return frame.sender == event.hop?.dialler ? upstream.take(frame, event) : downstream.take(frame, event)
    }
  }
}

/// What one side sends.
private struct Side: Sendable {
  let isUpstream: Bool
  private(set) var last: Joined.LastFrame?
  private var assembler = MessageAssembler()
  /// The message that has begun.
  private var open: JoinedConnection.Unfinished?
  /// Messages that the start of another ended.
  private var givenUp: JoinedConnection.Unfinished?

  init(isUpstream: Bool) { self.isUpstream = isUpstream }

  var unfinished: JoinedConnection.Unfinished? {
    guard var all = givenUp else { return open }
    all.events += open?.events ?? []
    return all
  }

  mutating func take(_ sent: FrameEvent, _ event: Event) -> Joined {
    let frame = sent.frame
    last = Joined.LastFrame(event: event.id, sender: sent.sender, header: frame.header)
    let wasInside = assembler.isInsideMessage
    let message = assembler.take(frame).message
    if !frame.opcode.isControl, !frame.fin { return part(frame, event) }
    let earlier = frame.opcode == .continuation && wasInside ? endOfOpen() : []
    func data(_ bytes: [UInt8], isText: Bool) -> Joined {
      .data(
        JoinedMessage(
          sender: sent.sender, isUpstream: isUpstream, isText: isText, bytes: bytes, at: event.at, scheduled: sent.scheduled,
          event: event.id, earlier: earlier))
    }
    return switch message {
    case .text(let bytes): data(bytes, isText: true)
    case .binary(let bytes): data(bytes, isText: false)
    case .ping(let payload): .ping(payload, by: sent.sender)
    case .pong(let payload): .pong(payload, by: sent.sender)
    case .close(let code, let reason): .close(code: code, reason: reason, by: sent.sender)
    case nil: .stray(frame, events: earlier + [event.id])
    }
  }

  /// A frame that says that its message goes on.
  private mutating func part(_ frame: Frame, _ event: Event) -> Joined {
    guard assembler.isInsideMessage else { return .stray(frame, events: [event.id]) }
    if frame.opcode != .continuation, let before = open {
      givenUp = givenUp ?? JoinedConnection.Unfinished(isUpstream: isUpstream, at: before.at, events: [])
      givenUp?.events += before.events
      open = nil
    }
    if open == nil { open = JoinedConnection.Unfinished(isUpstream: isUpstream, at: event.at, events: []) }
    open?.events.append(event.id)
    return .part
  }

  private mutating func endOfOpen() -> [Int64] {
    defer { open = nil }
    return open?.events ?? []
  }
}
