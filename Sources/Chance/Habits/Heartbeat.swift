internal import Lab
internal import Machines
internal import Timeline
internal import Wire

/// Says the same again and again while both hops are open and nobody has begun to end them.
struct Heartbeat: JointStage {
  let interval: Nanoseconds
  let beat: Action
  private let timer: TimerName = "habit heartbeat"
  private var ending = false

  init(every interval: Nanoseconds, _ beat: Action) {
    self.interval = interval
    self.beat = beat
  }

  mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds, inner: inout any Machine) -> [Action] {
    if occurrence == .fired(timer) { return ending ? [] : [beat, .wake(timer, at: now + interval)] }
    if case .opened = occurrence { return inner.handle(occurrence, at: now) + [.wake(timer, at: now + interval)] }
    switch occurrence {
    case .received(.accepted, .close), .received(.dialled, .close), .ended, .received(.accepted, .text): ending = true
    default: break
    }
    let actions = inner.handle(occurrence, at: now)
    if actions.contains(where: { $0.ends(.accepted) || $0.ends(.dialled) || $0 == .finish }) { ending = true }
    return actions
  }
}
