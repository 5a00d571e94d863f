internal import Machines
internal import Timeline
internal import Wire

/// Stands before the scripted client, and notes it where the relay shows its client the key that it has for the service.
struct KeyWatch: FaultStage {
  let keys: KeyRing
  private var isNoted = false

  init(_ keys: KeyRing) { self.keys = keys }

  mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds, inner: inout any Machine) -> [Action] {
    let actions = inner.handle(occurrence, at: now)
    guard !isNoted, case .received(.dialled, let message) = occurrence, keys.isShown(in: message.payload) else { return actions }
    isNoted = true
    return [.note(Note(.keyShown, "the relay's key for the service stands in what it told its client"))] + actions
  }
}
