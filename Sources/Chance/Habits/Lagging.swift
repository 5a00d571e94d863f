internal import Lab
internal import Machines
internal import Timeline

/// Everything for the client goes out a little later, in order.
struct Lagging: JointStage {
  let wait: Nanoseconds
  private var lane = Lane<Action>("habit lagging")

  init(wait: Nanoseconds) { self.wait = wait }

  mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds, inner: inout any Machine) -> [Action] {
    var actions: [Action] = []
    if !lane.owns(occurrence) {
      for action in inner.handle(occurrence, at: now) {
        switch action {
        case .send(.accepted, _, _), .end(.accepted, .finished): lane.add(action, due: now + wait)
        case .finish where !lane.isEmpty: lane.add(action, due: now)
        default: actions.append(action)
        }
      }
    }
    return actions + lane.takeDue(at: now) + lane.wake
  }
}
