internal import Machines
internal import Speech
internal import Timeline

/// A task for each message, the longer ones of which take longer: a final is overtaken by the next one.
struct ResultsReordered: Fault {
  let name = "results-reordered"
  let rule = "results-reordered"
  let party = Party.relay
  let effect: FaultEffect? = .otherResults
  let summary = "the relay sends every other final only after the final that follows it"
  let shownBy = ["two-utterances"]

  func stage() -> (any FaultStage)? { Stage() }

  private struct Stage: OutputStage {
    var late: Action?

    mutating func change(_ action: Action, at now: Nanoseconds) -> [Action] {
      if action.results(on: .accepted)?.isFinal == true {
        guard let overtaken = late else {
          late = action
          return []
        }
        late = nil
        return [action, overtaken]
      }
      guard action.ends(.accepted), let rest = late else { return [action] }
      late = nil
      return [rest, action]
    }
  }
}
