internal import Machines
internal import Timeline

/// The relay waits a while before it believes that its client has finished.
struct CloseStreamLate: Fault {
  let name = "close-stream-late"
  let rule = "close-stream-late"
  let party = Party.relay
  let effect: FaultEffect? = FaultEffect(spoils: [.stop], needs: [.close])
  let summary = "the relay sends CloseStream long after its client's stop"
  var parameters = FaultParameters(FaultParameter("ms", 4000, "ms", 500...9000))

  func stage() -> (any FaultStage)? { Stage(delay: parameters.time(), line: DelayLine(name)) }

  private struct Stage: FaultStage {
    let delay: Nanoseconds
    var line: DelayLine

    mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds, inner: inout any Machine) -> [Action] {
      if line.owns(occurrence) { return line.takeDue(at: now) }
      var actions: [Action] = []
      for action in inner.handle(occurrence, at: now) {
        if action.isCloseStream {
          actions += line.add(action, due: now + delay)
        } else {
          if action.ends(.dialled) { line.drop() }
          actions.append(action.later(by: delay))
        }
      }
      return actions
    }
  }
}
