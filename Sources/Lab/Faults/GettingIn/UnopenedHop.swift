internal import Machines
internal import Timeline

/// The service hop does not come about, and the relay goes on as if it still might.
struct UnopenedHop: FaultStage {
  /// Whether it is tried at all.
  let dials: Bool
  private var failed: Occurrence?

  init(dials: Bool) { self.dials = dials }

  mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds, inner: inout any Machine) -> [Action] {
    switch occurrence {
    case .refused, .failed:
      failed = occurrence
      return []
    case .ended(.accepted, _):
      // Its client is gone: the relay may learn of it now, so that the session ends.
      let nothing = Occurrence.failed(ConnectionFailure(stage: .connect, address: "", code: "CANCELLED", text: "never tried"))
      return inner.handle(occurrence, at: now) + inner.handle(failed ?? nothing, at: now)
    default:
      return inner.handle(occurrence, at: now).filter { action in
        switch action {
        case .dial: dials
        // Nobody watches the time either.
        case .wake(ReferenceRelay.Timer.dial.name, _): false
        default: true
        }
      }
    }
  }
}
