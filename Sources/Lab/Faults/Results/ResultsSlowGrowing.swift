internal import Machines
internal import Timeline
internal import Wire

/// A relay that goes through all earlier results with each new one, or whose queue is never quite emptied.
struct ResultsSlowGrowing: Fault {
  let name = "results-slow:growing"
  let rule = "results-slow"
  let party = Party.relay
  let effect: FaultEffect? = .lateResults
  let summary = "the relay passes each message on later than the one before: some ms more in each second of the session"
  let shownBy = ["long-talk"]
  var parameters = FaultParameters(FaultParameter("ms", 5, "ms a second", 2...100))

  func stage() -> (any FaultStage)? { Stage(eachSecond: parameters.time(), line: DelayLine(name)) }

  private struct Stage: FaultStage {
    let eachSecond: Nanoseconds
    var line: DelayLine
    var begun: Nanoseconds?

    mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds, inner: inout any Machine) -> [Action] {
      if line.owns(occurrence) { return line.takeDue(at: now) }
      if case .requested = occurrence { begun = now }
      if case .ended(.accepted, _) = occurrence { line.drop() }
      let delay = Nanoseconds((now - (begun ?? now)).seconds * Double(eachSecond))
      return line.hold(inner.handle(occurrence, at: now), by: delay, at: now)
    }
  }
}
