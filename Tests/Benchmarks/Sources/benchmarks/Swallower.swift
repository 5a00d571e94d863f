internal import Lab
internal import Machines
internal import Timeline
internal import Wire

/// A server that takes everything and answers a Close only.
struct Swallower: Machine {
  mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds) -> [Action] {
    switch occurrence {
    case .requested: [.accept(subprotocol: nil, headers: [])]
    case .received(let leg, .close(let code, _)): [.send(leg, .close(code: code, reason: [])), .end(leg, .finished)]
    case .ended, .stopRequested: [.finish]
    default: []
    }
  }
}
