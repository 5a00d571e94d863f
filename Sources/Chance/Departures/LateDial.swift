internal import Lab
internal import Machines
internal import Timeline
internal import Wire

/// Dials some time after its client came; what the client sends meanwhile is held, or lost.
struct LateDial: JointStage {
  let wait: Nanoseconds
  let loses: Bool
  let pen: Pen
  private let timer: TimerName = "chance late dial"
  private var dial: Action?

  init(wait: Nanoseconds, loses: Bool, pen: Pen) {
    self.wait = wait
    self.loses = loses
    self.pen = pen
  }

  mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds, inner: inout any Machine) -> [Action] {
    if occurrence == .fired(timer), let dial {
      self.dial = nil
      return [dial]
    }
    if loses, dial != nil, case .received(.accepted, .binary) = occurrence {
      pen.note("lost audio before the dialling", on: .clientToRelay, at: now)
      return []
    }
    var actions: [Action] = []
    for action in inner.handle(occurrence, at: now) {
      guard case .dial = action else {
        actions.append(action)
        continue
      }
      dial = action
      pen.note("dialled late", on: .relayToService, at: now)
      actions.append(.wake(timer, at: now + wait))
    }
    return actions
  }
}
