package import Machines
package import Timeline
internal import Wire

/// One side of a recorded connection once more, as a state machine: sends what was sent then, byte for byte, at its times.
///
/// Pings of today are answered today. A Close that answered the other side's is sent when the other side closes; where it does not, it is waited for, and
/// then left. What was recorded after a Close of its own goes out too, as it did then.
package struct Replayer: Machine, Sendable {
  /// Waits so long for an end that came in the recording, besides the time that it took there.
  static let patience: Nanoseconds = .seconds(10)
  /// Wait for the other side's end after our Close.
  static let farewell: Nanoseconds = .seconds(2)

  private enum Timer: String, MachineTimer { case next, patience, farewell }

  private enum Phase { case opening, sending, waiting, leaving, over }

  private let script: ReplayScript
  private let leg: Leg
  private let pace: ReplayPace
  private let target: String
  private let headers: [HeaderField]
  private let subprotocols: [String]
  private var phase = Phase.opening
  private var base: Nanoseconds = 0
  private var next = 0
  private var isStalled = false
  private var hasClosed = false

  /// The client's side, which dials.
  /// - Parameters:
  ///   - target: Path and query that are asked for.
  ///   - headers: Besides the handshake's own.
  package init(client script: ReplayScript, pace: ReplayPace, target: String, headers: [HeaderField], subprotocols: [String]) {
    self.script = script
    self.pace = pace
    self.target = target
    self.headers = headers
    self.subprotocols = subprotocols
    leg = .dialled
  }

  /// The service's side, which is asked.
  package init(service script: ReplayScript, pace: ReplayPace) {
    self.script = script
    self.pace = pace
    target = ""
    headers = []
    subprotocols = []
    leg = .accepted
  }

  package mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds) -> [Action] {
    switch occurrence {
    case .started: return [.dial(target: target, headers: headers, subprotocols: subprotocols)]
    case .requested(let head): return answer(head, at: now)
    case .opened: return begin(at: now)
    case .refused, .failed: return finish()
    case .received(_, .ping(let payload)): return script.answersPings && !hasClosed ? [.send(leg, .pong(payload))] : []
    case .received(_, .close(let code, _)): return closed(code, at: now)
    case .received, .listening, .unheard: return []
    case .ended: return finish()
    case .fired(let name): return Timer(name).map { fired($0, at: now) } ?? []
    case .stalled:
      isStalled = true
      return []
    case .drained:
      isStalled = false
      return phase == .sending ? send(at: now) : []
    case .stopRequested: return hasClosed ? [.end(leg, .finished)] : close(.close(1001), at: now)
    }
  }

  private mutating func fired(_ timer: Timer, at now: Nanoseconds) -> [Action] {
    switch timer {
    case .next: send(at: now)
    case .patience, .farewell: giveUp(at: now)
    }
  }

  private mutating func begin(at now: Nanoseconds) -> [Action] {
    base = now
    phase = .sending
    return send(at: now)
  }

  /// As then: let in with the subprotocol and what the service said of itself, or refused.
  private mutating func answer(_ head: RequestHead, at now: Nanoseconds) -> [Action] {
    guard let response = script.response, response.status != 101 else {
      let kept = script.response?.headers.filter { $0.name.lowercased().hasPrefix("dg-") } ?? []
      let chosen = script.response?.headers["Sec-WebSocket-Protocol"]
      let offered = head.headers.all("Sec-WebSocket-Protocol").flatMap { $0.split(separator: ",").map { $0.filter { $0 != " " } } }
      return [.accept(subprotocol: chosen.flatMap { offered.contains($0) ? $0 : nil }, headers: kept)] + begin(at: now)
    }
    phase = .over
    let own: Set<String> = ["content-length", "transfer-encoding", "connection", "content-encoding"]
    let refusal = ResponseHead(
      status: response.status, reason: response.reason, headers: response.headers.filter { !own.contains($0.name.lowercased()) },
      body: response.body)
    return [.refuse(refusal), .finish]
  }

  private mutating func send(at now: Nanoseconds) -> [Action] {
    guard phase == .sending, !isStalled else { return [] }
    var actions: [Action] = []
    while next < script.pieces.count {
      let piece = script.pieces[next]
      // An answer to a Close waits for one.
      if piece.isClose, script.otherLeft, !hasClosed { break }
      let due = base + pace.due(piece.at)
      guard due <= now, actions.count < 32 else { return actions + [.wake(Timer.next.name, at: max(due, now))] }
      next += 1
      hasClosed = hasClosed || piece.isClose
      actions.append(.sendRaw(leg, piece.bytes))
    }
    return actions + sent(at: now)
  }

  /// All that it had to say is said.
  private mutating func sent(at now: Nanoseconds) -> [Action] {
    if let end = script.end, !script.otherLeft {
      let due = base + pace.due(end.at)
      if due > now { return [.wake(Timer.next.name, at: due)] }
      phase = .leaving
      return [.end(leg, end.manner), .wake(Timer.farewell.name, at: now + Self.farewell)]
    }
    phase = .waiting
    // Behind the last piece that is out: an answer to a Close waits for one.
    let rest = max(0, script.length - (next > 0 ? script.pieces[next - 1].at : 0))
    return [
      .note(Note(.step, "await closed: the other side's end, as in the recording", topic: .awaitClosed)),
      .wake(Timer.patience.name, at: now + rest + Self.patience),
    ]
  }

  /// The other side says goodbye.
  private mutating func closed(_ code: UInt16?, at now: Nanoseconds) -> [Action] {
    guard phase != .over, phase != .leaving else { return [] }
    if hasClosed {
      phase = .leaving
      return [.wake(Timer.farewell.name, at: now + Self.farewell)]
    }
    // The answer of then, where there was one.
    if let answer = script.pieces.first(where: \.isClose) {
      hasClosed = true
      phase = .leaving
      return [.sendRaw(leg, answer.bytes), .wake(Timer.farewell.name, at: now + Self.farewell)]
    }
    return close(.close(code), at: now)
  }

  private mutating func close(_ message: Message, at now: Nanoseconds) -> [Action] {
    hasClosed = true
    phase = .leaving
    return [.send(leg, message), .wake(Timer.farewell.name, at: now + Self.farewell)]
  }

  private mutating func giveUp(at now: Nanoseconds) -> [Action] {
    switch phase {
    case .waiting:
      let note = Action.note(Note(.waitExpired, "the other side did not end the connection, as it did in the recording"))
      return [note] + (hasClosed ? [.end(leg, .finished)] : close(.close(1000), at: now))
    case .leaving: return [.end(leg, .finished)]
    case .opening, .sending, .over: return []
    }
  }

  private mutating func finish() -> [Action] {
    phase = .over
    return Timer.allCases.map { .cancel($0.name) } + [.finish]
  }
}
