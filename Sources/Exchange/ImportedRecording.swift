internal import Digest
internal import Timeline
internal import Wire

/// A recording on its way from another program's file.
struct ImportedRecording {
  private var run: RunInfo
  private var sessions: [SessionInfo] = []
  private var events: [Event] = []
  private let isOurs: Bool

  /// - Parameters:
  ///   - isOurs: A recording of ours that comes back, with all that is known of its sessions.
  ///   - origin: Nanoseconds since 1970 that count as 0.
  init(_ run: RunInfo, isOurs: Bool, origin: Int64) {
    self.run = run
    self.isOurs = isOurs
    if !isOurs { self.run.origin = .imported }
    self.run.startedAtUnixNanoseconds = origin
    guard !isOurs else { return }
    self.run.startedAt = ISOTime.text(origin)
    self.run.finished = true
  }

  mutating func add(_ session: SessionInfo) { sessions.append(session) }

  mutating func add(_ session: Int, _ hop: Hop?, connection: Int, at time: Nanoseconds, _ kind: Event.Kind) {
    events.append(Event(session: session, hop: hop, connection: connection, at: time, kind))
  }

  mutating func lack(_ what: Set<Unrecorded>) { run.unrecorded.formUnion(what) }

  /// Whose a service connection is, its audio tells; till then it is that of the last caller who was there when it began, as with a tap.
  private var callers: [Int: Int] {
    var begun: [Int: Nanoseconds] = [:]
    for event in events where event.session == 0 && event.hop == .service {
      begun[event.connection] = min(begun[event.connection] ?? .max, event.at)
    }
    return begun.compactMapValues { time in
      sessions.filter { $0.startedAt <= time && time <= $0.endedAt ?? .max }.map(\.number).max()
    }
  }

  /// In the order of time, without the secrets that are in it.
  func finished() -> Recording {
    let callers = isOurs ? [:] : callers
    var events = events
    for index in events.indices where events[index].session == 0 {
      events[index].session = callers[events[index].connection] ?? 0
    }
    let ordered = events.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
    let redactor = Redactor(secrets: ordered.flatMap { SecretFinder.secrets(in: $0) })
    var all: [Event] = []
    for event in ordered {
      var event = redactor.event(event)
      event.id = Int64(all.count + 1)
      all.append(event)
    }
    return Recording(run: redactor.run(run), sessions: sessions.map { redactor.session($0) }, events: all).bounded
  }
}

extension Frame {
  /// A message of which it is not known how it was cut: one frame without a header.
  init(whole opcode: Opcode, payload: [UInt8]) { self.init(opcode: opcode, payload: payload) }
}
