internal import Machines
internal import Timeline
internal import Wire

/// The relay fetches a token before it dials the service, and throws away what its client says meanwhile.
struct AudioLostAtStart: Fault {
  let name = "audio-lost-at-start"
  let rule = "audio-lost-at-start"
  let party = Party.relay
  let effect: FaultEffect? = .miscarried
  let summary = "the relay dials the service late, and drops the audio that comes before that hop is open"
  var parameters = FaultParameters(FaultParameter("ms", 800, "ms", 0...8000))

  func stage() -> (any FaultStage)? { Stage(delay: parameters.time(), line: DelayLine(name)) }

  private struct Stage: FaultStage {
    let delay: Nanoseconds
    var line: DelayLine
    var isOpen = false

    mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds, inner: inout any Machine) -> [Action] {
      if line.owns(occurrence) { return line.takeDue(at: now) }
      if case .received(.accepted, .binary(let bytes)) = occurrence, !bytes.isEmpty, !isOpen { return [] }
      if case .opened = occurrence { isOpen = true }
      var actions: [Action] = []
      for action in inner.handle(occurrence, at: now) {
        switch action {
        case .dial: actions += line.add(action, due: now + delay)
        // Given up before it was tried.
        case .end(.dialled, _) where !line.isEmpty: line.drop()
        default: actions.append(action)
        }
      }
      return actions
    }
  }
}
