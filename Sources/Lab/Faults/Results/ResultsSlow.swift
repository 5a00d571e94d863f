internal import Machines
internal import Timeline
internal import Wire

/// A relay that does something with each message before it passes it on (a translation, a database).
struct ResultsSlow: Fault {
  let name = "results-slow"
  let rule = "results-slow"
  let party = Party.relay
  let clientView = ClientView.shared("late results: as with audio held back")
  let effect: FaultEffect? = .lateResults
  let summary = "the relay passes each message on late"
  var parameters = FaultParameters(FaultParameter("ms", 2000, "ms", 500...30_000))

  func stage() -> (any FaultStage)? { Stage(delay: parameters.time(), line: DelayLine(name)) }

  private struct Stage: FaultStage {
    let delay: Nanoseconds
    var line: DelayLine

    mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds, inner: inout any Machine) -> [Action] {
      if line.owns(occurrence) { return line.takeDue(at: now) }
      if case .ended(.accepted, _) = occurrence { line.drop() }
      return line.hold(inner.handle(occurrence, at: now), by: delay, at: now)
    }
  }
}
