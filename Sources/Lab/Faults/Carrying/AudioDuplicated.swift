internal import Machines
internal import Timeline

/// A retry after a send that had gone through.
struct AudioDuplicated: Fault {
  let name = "audio-duplicated"
  let rule = "audio-duplicated"
  let party = Party.relay
  let effect: FaultEffect? = .miscarried
  let summary = "the relay sends every so-many-th chunk of audio twice"
  var parameters = FaultParameters(FaultParameter("every", 8, "chunks", 1...1000))

  func stage() -> (any FaultStage)? { Stage(every: parameters.number("every")) }

  private struct Stage: OutputStage {
    let every: Int
    var count = 0

    mutating func change(_ action: Action, at now: Nanoseconds) -> [Action] {
      guard action.audioToService != nil else { return [action] }
      count += 1
      return count.isMultiple(of: every) ? [action, action] : [action]
    }
  }
}
