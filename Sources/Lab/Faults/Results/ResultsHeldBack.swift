internal import Machines
internal import Timeline

/// The relay collects what the service says, and hands it over when the session is done.
struct ResultsHeldBack: Fault {
  let name = "results-held-back"
  let rule = "results-held-back"
  let party = Party.relay
  let effect: FaultEffect? = .lateResults
  let summary = "the relay collects the service's messages and sends them all just before it closes"

  func stage() -> (any FaultStage)? { Stage() }

  private struct Stage: OutputStage {
    var held: [Action] = []

    mutating func change(_ action: Action, at now: Nanoseconds) -> [Action] {
      if action.isData(on: .accepted) {
        held.append(action)
        return []
      }
      guard action.ends(.accepted) else { return [action] }
      defer { held = [] }
      return held + [action]
    }
  }
}
