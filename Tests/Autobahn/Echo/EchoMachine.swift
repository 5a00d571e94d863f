import Machines
import Timeline
import Wire

/// Sends every message back as it came, and ends the connection as RFC 6455 §7 wants it.
struct EchoMachine: Machine {
  private let target: String
  /// What the other side sent as text: what a client reads that only asks something.
  private(set) var texts: [[UInt8]] = []
  private(set) var failure: ConnectionFailure?

  /// - Parameter target: What a client asks for; of no use to a server.
  init(target: String = "/") { self.target = target }

  mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds) -> [Action] {
    switch occurrence {
    case .started: return [.dial(target: target, headers: [], subprotocols: [])]
    case .requested: return [.accept(subprotocol: nil, headers: [])]
    case .received(let leg, let message): return take(message, leg, at: now)
    case .fired: return [.end(.dialled, .finished)]
    case .failed(let failure):
      self.failure = failure
      return [.finish]
    case .refused, .ended: return [.finish]
    case .stopRequested: return [.end(.accepted, .finished)]
    case .opened, .stalled, .drained, .listening, .unheard: return []
    }
  }

  private mutating func take(_ message: Message, _ leg: Leg, at now: Nanoseconds) -> [Action] {
    switch message {
    case .text(let bytes):
      if leg == .dialled, texts.count < 1 { texts.append(bytes) }
      return [.send(leg, message)]
    case .binary: return [.send(leg, message)]
    case .ping(let payload): return [.send(leg, .pong(payload))]
    case .pong: return []
    case .close(let code, _):
      // The server ends TCP first (§7.1.1).
      let end: Action = leg == .accepted ? .end(.accepted, .finished) : .wake("patience", at: now + .seconds(1))
      return [.send(leg, .close(code: code, reason: [])), end]
    }
  }
}
