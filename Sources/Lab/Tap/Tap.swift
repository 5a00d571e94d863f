package import Timeline
internal import Wire

/// A recording proxy as a state machine: what comes in on one leg goes out on the other, unchanged and at once.
///
/// The request is passed on with its target, credentials and subprotocols; a refusal comes back as it is. Fragments are joined on the way.
package struct Tap: Machine {
  private var open: Set<Leg> = []
  private var waiting: [Message] = []

  package init() {}

  package mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds) -> [Action] {
    switch occurrence {
    case .requested(let head):
      open.insert(.accepted)
      let subprotocols = head.headers.all("Sec-WebSocket-Protocol").flatMap { $0.split(separator: ",").map { $0.filter { $0 != " " } } }
      return [
        .dial(target: head.target, headers: head.headers.filter { !Self.own.contains($0.name.lowercased()) }, subprotocols: subprotocols)
      ]
    case .opened(let head):
      open.insert(.dialled)
      let kept = head.headers.filter { $0.name.lowercased().hasPrefix("dg-") }
      let sends: [Action] = waiting.map { .send(.dialled, $0) }
      waiting = []
      return [.accept(subprotocol: head.headers["Sec-WebSocket-Protocol"], headers: kept)] + sends
    case .refused(let head): return [.refuse(head), .finish]
    case .failed(let failure):
      let text = "the service behind the tap could not be reached: \(failure.text)"
      return [
        .refuse(
          ResponseHead(status: 502, reason: "Bad Gateway", headers: [HeaderField("Content-Type", "text/plain")], body: Array(text.utf8))),
        .finish,
      ]
    case .received(.accepted, let message): return pass(message, to: .dialled)
    case .received(.dialled, let message): return pass(message, to: .accepted)
    case .ended(let leg, let end): return ended(leg, end)
    case .stalled(let leg): return [.pauseReading(other(leg))]
    case .drained(let leg): return [.resumeReading(other(leg))]
    case .stopRequested: return open.map { .send($0, .close(1001, "")) } + open.map { .end($0, .finished) }
    case .started, .fired: return []
    }
  }

  /// Headers that each hop makes for itself.
  private static let own: Set<String> = [
    "host", "upgrade", "connection", "sec-websocket-key", "sec-websocket-version", "sec-websocket-protocol", "sec-websocket-extensions",
  ]

  private func other(_ leg: Leg) -> Leg { leg == .accepted ? .dialled : .accepted }

  private mutating func pass(_ message: Message, to leg: Leg) -> [Action] {
    guard open.contains(leg) else {
      if leg == .dialled { waiting.append(message) }
      return []
    }
    return [.send(leg, message)]
  }

  private mutating func ended(_ leg: Leg, _ end: ConnectionEnd) -> [Action] {
    open.remove(leg)
    guard open.contains(other(leg)) else { return [.finish] }
    return [.end(other(leg), end.manner)]
  }
}
