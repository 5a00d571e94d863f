import Timeline
import Wire

/// The same run, told otherwise: nothing that a diagnosis may look at has changed.
extension Recording {
  /// Everything happened so much later after the run began.
  func shifted(by time: Nanoseconds) -> Recording {
    var copy = self
    for index in copy.sessions.indices {
      copy.sessions[index].startedAt += time
      copy.sessions[index].endedAt = copy.sessions[index].endedAt.map { $0 + time }
    }
    for index in copy.events.indices {
      copy.events[index].at += time
      guard case .frame(var frame) = copy.events[index].kind, let due = frame.scheduled else { continue }
      frame.scheduled = due + time
      copy.events[index].kind = .frame(frame)
    }
    return copy
  }

  /// Every message that came in one frame comes in two, at the same time (RFC 6455 §5.4).
  var fragmented: Recording {
    var copy = self
    copy.events = Series(events.flatMap(Self.fragments))
    for index in copy.events.indices { copy.events[index].id = Int64(index + 1) }
    return copy
  }

  private static func fragments(_ event: Event) -> [Event] {
    guard case .frame(let told) = event.kind, told.frame.fin, [.text, .binary].contains(told.frame.opcode), told.frame.payload.count > 1,
      told.frame.length == UInt64(told.frame.payload.count)
    else { return [event] }
    let (frame, half) = (told.frame, told.frame.payload.count / 2)
    let parts = [
      Frame(fin: false, rsv: frame.rsv, opcode: frame.opcode, masked: frame.masked, payload: Array(frame.payload[..<half])),
      Frame(opcode: .continuation, masked: frame.masked, payload: Array(frame.payload[half...])),
    ]
    return parts.map { part in
      var copy = event
      copy.kind = .frame(FrameEvent(sender: told.sender, frame: part, scheduled: told.scheduled))
      return copy
    }
  }

  /// Other numbers for sessions and connections, in the same order, and another name for the run.
  var renamed: Recording {
    var copy = numbered(session: { 3 * $0 + 4 }, connection: { 7 * $0 + 20 })
    copy.run.id = "another run"
    return copy
  }

  private func numbered(session: (Int) -> Int, connection: (Int) -> Int) -> Recording {
    var copy = self
    for index in copy.sessions.indices {
      copy.sessions[index].number = session(copy.sessions[index].number)
      copy.sessions[index].group = copy.sessions[index].group.map(session)
    }
    for index in copy.events.indices {
      if copy.events[index].session > 0 { copy.events[index].session = session(copy.events[index].session) }
      if copy.events[index].connection > 0 { copy.events[index].connection = connection(copy.events[index].connection) }
    }
    return copy
  }

  /// - Parameter healthy: Its first session is played once more, behind all others.
  func followed(by healthy: Recording) -> Recording {
    guard let first = healthy.sessions.first else { return self }
    let (sessions, connections) = (sessions.map(\.number).max() ?? 0, events.map(\.connection).max() ?? 0)
    let end = max(events.map(\.at).max() ?? 0, self.sessions.compactMap(\.endedAt).max() ?? 0) + .seconds(1)
    var more = healthy
    more.sessions = [first]
    more.events = Series(healthy.events.filter { $0.session == first.number })
    more = more.numbered(session: { _ in sessions + 1 }, connection: { $0 + connections }).shifted(by: end)
    more.sessions[0].group = nil
    var copy = self
    copy.sessions += more.sessions
    copy.events += more.events
    for index in copy.events.indices { copy.events[index].id = Int64(index + 1) }
    return copy
  }
}
