internal import Lab
internal import Machines
internal import Machines
internal import Timeline
internal import Wire

/// Audio goes on in chunks of a length of the relay's own.
struct Rechunking: JointStage {
  let milliseconds: Double
  private var held: [UInt8] = []
  private var width = 88.2

  init(milliseconds: Double) { self.milliseconds = milliseconds }

  mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds, inner: inout any Machine) -> [Action] {
    var actions: [Action] = []
    let size = Int(milliseconds * width) / 4 * 4
    for action in inner.handle(occurrence, at: now) {
      switch action {
      // What is no whole sample, or empty, or in the wrong place, is not this stage's affair.
      case .send(.dialled, .binary(let bytes), _) where !bytes.isEmpty:
        held += bytes
        while held.count >= size {
          actions.append(.send(.dialled, .binary(Array(held.prefix(size)))))
          held.removeFirst(size)
        }
      case _ where action.isOn(.dialled) || action == .finish:
        if !held.isEmpty { actions.append(.send(.dialled, .binary(held))) }
        held = []
        actions.append(action)
      default: actions.append(action)
      }
    }
    return actions
  }
}
