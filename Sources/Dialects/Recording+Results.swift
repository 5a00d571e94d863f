internal import Timeline
internal import Wire

extension Recording {
  /// Where results come over a connection of their own, the recording as if they had come over that of the audio.
  ///
  /// Each whole message goes to the connection that its session had open; handshakes, pings and the end of the other are left out. A relay that
  /// ends the connection of the audio behind the stop goes on bringing results: its session is over when nobody listens any more.
  func withResultsInPlace() -> Recording {
    var places: [Int: ResultsConnection] = [:]
    for event in events {
      guard case .note(let note) = event.kind, note.topic == .resultsHere, event.hop == .client else { continue }
      places[event.connection] = ResultsConnection()
    }
    guard !places.isEmpty else { return self }
    var main: [Int: Int] = [:]
    var last: [Int: Nanoseconds] = [:]
    var service: [Int: Nanoseconds] = [:]
    var moved: [Event] = []
    for event in events {
      if places[event.connection] == nil || event.hop != .client {
        if event.hop == .service { service[event.session] = event.at }
        if event.hop == .client, case .request = event.kind { main[event.session] = event.connection }
        moved.append(event)
        continue
      }
      if case .note(let note) = event.kind {
        moved.append(Event(id: event.id, session: event.session, hop: nil, connection: 0, at: event.at, .note(note)))
        continue
      }
      if let by = event.endsItsConnection, places[event.connection]?.isOver == false {
        places[event.connection]?.isOver = true
        // A client that stops listening has heard all there was: the relay was done when its service was, as far as that is known.
        if by != .client || service[event.session] == nil { last[event.session] = event.at }
      }
      guard let connection = main[event.session], case .frame(let frame) = event.kind, frame.sender == .relay,
        let whole = places[event.connection]?.take(frame, of: event)
      else { continue }
      moved.append(Event(id: event.id, session: event.session, hop: .client, connection: connection, at: event.at, whole.kind))
      if places[event.connection]?.isOver == false { last[event.session] = event.at }
    }
    for (session, end) in service where last[session].map({ $0 < end }) ?? false { last[session] = end }
    var recording = self
    recording.events = Series(Self.ended(moved, with: last))
    return recording
  }

  /// What the relay ended behind the stop, and all that follows it there, comes with the end of the results at the earliest.
  private static func ended(_ events: [Event], with last: [Int: Nanoseconds]) -> [Event] {
    var stopped: Set<Int> = []
    var ending: Set<Int> = []
    var now: [Event] = []
    var later: [Event] = []
    for event in events {
      if case .note(let note) = event.kind, note.topic == .stop { stopped.insert(event.session) }
      guard event.hop == .client, let end = last[event.session] else {
        now.append(event)
        continue
      }
      if stopped.contains(event.session), let by = event.endsItsConnection, by != .client { ending.insert(event.connection) }
      guard ending.contains(event.connection), event.at < end, !event.isResult else {
        now.append(event)
        continue
      }
      var event = event
      event.at = end
      later.append(event)
    }
    guard !later.isEmpty else { return events }
    var merged: [Event] = []
    var rest = later.sorted { ($0.at, $0.id) < ($1.at, $1.id) }[...]
    for event in now {
      while let first = rest.first, first.at < event.at {
        merged.append(first)
        rest = rest.dropFirst()
      }
      merged.append(event)
    }
    return merged + rest
  }
}

/// Messages of one connection, whole.
private struct ResultsConnection {
  private var joined = JoinedConnection()
  /// Somebody has ended it.
  var isOver = false

  mutating func take(_ frame: FrameEvent, of event: Event) -> Event? {
    guard frame.isDataKeptWhole else { return frame.frame.opcode.isControl ? nil : event }
    guard case .data(let message) = joined.take(event) else { return nil }
    return message.isFragmented ? event.saying(message.message) : event
  }
}

extension Event {
  /// Who ended the connection, by a Close frame or the end of TCP; nil for anything else.
  fileprivate var endsItsConnection: Party? {
    switch kind {
    case .frame(let frame) where frame.frame.opcode == .close: frame.sender
    case .ended(let end): end.by ?? .relay
    default: nil
    }
  }

  /// A message of the relay's.
  fileprivate var isResult: Bool {
    if case .frame(let frame) = kind { frame.sender == .relay && !frame.frame.opcode.isControl } else { false }
  }
}
