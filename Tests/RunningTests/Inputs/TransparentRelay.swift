import Lab
import Machines
import Timeline
import Wire

/// Passes every message both ways as it is, and each Close too; holds what comes before the service's hop is open. Common in the field: a proxy.
struct TransparentRelay: Machine {
  let target: String
  private var held: [Message]? = []
  private var open: Set<Leg> = []

  init(_ settings: RelaySettings) {
    target = settings.path + "?" + settings.query.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
  }

  mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds) -> [Action] {
    switch occurrence {
    case .requested:
      open = [.accepted, .dialled]
      return [
        .accept(subprotocol: nil, headers: []),
        .dial(target: target, headers: [HeaderField("Authorization", "Token test")], subprotocols: []),
      ]
    case .opened:
      defer { held = nil }
      return (held ?? []).map { .send(.dialled, $0) }
    case .refused, .failed:
      open.remove(.dialled)
      return [.send(.accepted, .close(1011, "no service")), .end(.accepted, .finished)]
    case .received(.accepted, let message): return pass(message, from: .accepted, to: .dialled)
    case .received(.dialled, let message): return pass(message, from: .dialled, to: .accepted)
    case .ended(let leg, let end):
      open.remove(leg)
      if open.isEmpty { return [.finish] }
      return [.end(leg == .accepted ? .dialled : .accepted, end.manner)]
    default: return []
    }
  }

  private mutating func pass(_ message: Message, from: Leg, to: Leg) -> [Action] {
    switch message {
    case .ping(let payload): return [.send(from, .pong(payload))]
    case .pong: return []
    default: break
    }
    if to == .dialled, held != nil {
      held?.append(message)
      return []
    }
    return [.send(to, message)]
  }
}
