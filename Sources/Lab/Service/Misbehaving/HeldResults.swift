internal import Machines
internal import Timeline

/// Results that a misbehaving service holds back, to send them in another order or many at once.
struct HeldResults {
  /// Between two bursts.
  static let interval: Nanoseconds = .seconds(3)

  private let inBursts: Bool
  private var held: [Action] = []

  /// Nil for a misbehaviour that leaves results as they are.
  init?(_ kind: MisbehaviourKind) {
    switch kind {
    case .resultsInBurst: inBursts = true
    case .resultsOutOfOrder: inBursts = false
    default: return nil
    }
  }

  /// What goes out of what the service asks for: results change places by twos, or wait; whatever ends the stream lets go what waits.
  mutating func pass(_ actions: [Action]) -> [Action] {
    var out: [Action] = []
    for action in actions {
      if action.results(on: .accepted) == nil {
        if action.isData(on: .accepted) || action.ends(.accepted) { out += release() }
        out.append(action)
      } else if inBursts || held.isEmpty {
        held.append(action)
      } else {
        out += [action] + release()
      }
    }
    return out
  }

  mutating func release() -> [Action] {
    defer { held = [] }
    return held
  }
}
