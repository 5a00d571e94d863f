internal import Machines
internal import Timeline
internal import Wire

/// One empty binary message after so many with audio, on the way to the service.
struct EmptyFrameStage: OutputStage {
  let after: Int
  private var count = 0

  init(after: Int) { self.after = after }

  mutating func change(_ action: Action, at now: Nanoseconds) -> [Action] {
    guard let bytes = action.audioToService, !bytes.isEmpty else { return [action] }
    count += 1
    return count == after ? [action, .send(.dialled, .binary([]))] : [action]
  }
}
