internal import Machines
internal import Timeline
internal import Wire

/// A queue between two tasks: at the stop the reading one is cancelled, with what it has not sent yet.
struct AudioLostAtEnd: Fault {
  let name = "audio-lost-at-end"
  let rule = "audio-lost-at-end"
  let party = Party.relay
  let effect: FaultEffect? = .miscarried
  let summary = "the relay sends CloseStream before the audio that is still in its queue, and drops that"
  var parameters = FaultParameters(FaultParameter("ms", 800, "ms", 50...8000))

  func stage() -> (any FaultStage)? { Stage(lag: parameters.time(), line: DelayLine(name)) }

  private struct Stage: FaultStage {
    /// How far the sending task is behind.
    let lag: Nanoseconds
    var line: DelayLine

    mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds, inner: inout any Machine) -> [Action] {
      if line.owns(occurrence) { return line.takeDue(at: now) }
      var actions: [Action] = []
      for action in inner.handle(occurrence, at: now) {
        if action.audioToService != nil {
          actions += line.add(action, due: now + lag)
        } else {
          if action.isCloseStream || action.ends(.dialled) { line.drop() }
          actions.append(action)
        }
      }
      return actions
    }
  }
}
