internal import Lab
internal import Machines
internal import Timeline

/// The client is let in when the service is there, and not before.
struct AcceptingLate: JointStage {
  private var accepting: [Action] = []
  private var held = false

  mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds, inner: inout any Machine) -> [Action] {
    var actions: [Action] = []
    var asked = inner.handle(occurrence, at: now)
    if case .requested = occurrence, asked.contains(where: { if case .dial = $0 { true } else { false } }) { held = true }
    switch occurrence {
    case .opened, .refused, .failed, .ended(.dialled, _), .fired:
      held = false
      asked = accepting + asked
      accepting = []
    default: break
    }
    for action in asked {
      if held, action.isTowardsClient { accepting.append(action) } else { actions.append(action) }
    }
    return actions
  }
}

extension Action {
  /// The answer to the client's request, or what follows it.
  fileprivate var isTowardsClient: Bool {
    if case .accept = self { true } else { isOn(.accepted) }
  }
}
