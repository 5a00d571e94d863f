internal import Diagnosis
internal import Lab
internal import Network
internal import Store
internal import Synchronization
internal import Timeline
internal import Wire

/// Numbers sessions and connections of a tap, and keeps count of those that are open.
final class TapBook: Sendable {
  private struct State {
    var sessions = 0
    var connections = 0
    /// Connections that are there now.
    var live = 0
    var lastChange: Nanoseconds = 0
    /// Sessions of callers, as long as their WebSocket is there, in the order of opening.
    var open: [Int: TapProgress] = [:]
    var begun: [Int: SessionInfo] = [:]
    var ended = 0
    var seesClients: Bool
    /// What is certain of those that go on.
    var findings = LiveFindings()
  }

  private let state: Mutex<State>
  private let writer: RecordingWriter
  private let redactor: RedactingSink
  private let clock: RunClock
  private let observer: (any TapObserver)?

  /// - Parameter seesClients: Some port is the client hop's for sure.
  init(_ writer: RecordingWriter, _ redactor: RedactingSink, clock: RunClock, seesClients: Bool, observer: (any TapObserver)?) {
    self.writer = writer
    self.redactor = redactor
    self.clock = clock
    self.observer = observer
    state = Mutex(State(seesClients: seesClients))
  }

  /// Sessions that are over.
  var ended: Int { state.withLock { $0.ended } }

  /// Whether somebody is connected now.
  var isBusy: Bool { state.withLock { $0.live > 0 } }

  /// Whether nothing is there now, and since when; nil: nothing ever was, or something is.
  var idleSince: Nanoseconds? { state.withLock { $0.live == 0 && $0.connections > 0 ? $0.lastChange : nil } }

  /// A request came in.
  /// - Returns: Its session (0: of no session that is known), the number of its connection, and whether the session begins with it.
  func opened(_ hop: Hop, _ request: RequestHead) -> (session: Int, connection: Int, begins: Bool) {
    let now = clock.now()
    let (session, connection, info) = state.withLock { state -> (Int, Int, SessionInfo?) in
      state.connections += 1
      state.live += 1
      state.lastChange = now
      guard request.asksForWebSocket else { return (0, state.connections, nil) }
      if hop == .client { state.seesClients = true }
      // Whose a service connection is, its audio tells; till then it is the last caller's.
      if hop == .service, state.seesClients { return (state.open.keys.max() ?? 0, state.connections, nil) }
      state.sessions += 1
      let info = SessionInfo(number: state.sessions, scenario: "tapped", about: Self.about(request), stop: .close, startedAt: now)
      state.begun[state.sessions] = info
      state.open[state.sessions] = TapProgress(session: state.sessions, about: info.about)
      return (state.sessions, state.connections, info)
    }
    if let info {
      writer.begin(session: redactor.current.session(info))
      tell(session)
    }
    return (session, connection, info != nil)
  }

  /// A connection is gone.
  /// - Parameter session: The one that it began; nil: none.
  func closed(_ session: Int?) {
    let now = clock.now()
    let info = state.withLock { state -> SessionInfo? in
      state.live -= 1
      state.lastChange = now
      guard let session, var info = state.begun.removeValue(forKey: session) else { return nil }
      info.endedAt = now
      info.outcome = .completed
      return info
    }
    guard let info, let session else { return }
    writer.end(session: redactor.current.session(info))
    tell(session, isOver: true)
    state.withLock { state in
      state.open[session] = nil
      state.ended += 1
    }
  }

  /// Sessions that go on while the tap ends.
  func interruptAll() {
    for var info in state.withLock({ Array($0.begun.values) }) {
      info.endedAt = clock.now()
      info.outcome = .interrupted
      writer.end(session: redactor.current.session(info))
    }
    state.withLock { $0.begun = [:] }
  }

  /// Something went by.
  func passed(_ event: Event) {
    if let observer, var told = state.withLock({ $0.findings.take(event) }) {
      told.text = redactor.current.text(told.text)
      observer.learnt(told)
    }
    guard let hop = event.hop, case .frame(let frame) = event.kind, !frame.frame.opcode.isControl else { return }
    let isKnown = state.withLock { state -> Bool in
      guard state.open[event.session] != nil, !state.seesClients || hop == .client else { return false }
      let bytes = frame.frame.payload.count
      if frame.sender == hop.dialler {
        state.open[event.session]?.sent.messages += 1
        state.open[event.session]?.sent.bytes += bytes
      } else {
        state.open[event.session]?.received.messages += 1
        state.open[event.session]?.received.bytes += bytes
      }
      return true
    }
    if isKnown { tell(event.session) }
  }

  private func tell(_ session: Int, isOver: Bool = false) {
    guard let observer else { return }
    let now = clock.now()
    let progress = state.withLock { state -> TapProgress? in
      guard var progress = state.open[session] else { return nil }
      progress.time = now - (state.begun[session]?.startedAt ?? now)
      progress.isOver = isOver
      return progress
    }
    if let progress { observer.changed(progress) }
  }

  /// Path and program, for people.
  private static func about(_ request: RequestHead) -> String {
    let agent = request.headers["User-Agent"].map { " by \($0.prefix(60))" } ?? ""
    return "somebody's client: \(request.method) \(request.target.prefix { $0 != "?" })\(agent)"
  }
}
