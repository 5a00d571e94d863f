internal import Machines
internal import Timeline

/// A full queue that drops instead of waiting.
struct AudioLost: Fault {
  let name = "audio-lost"
  let rule = "audio-lost"
  let party = Party.relay
  let effect: FaultEffect? = .miscarried
  let summary = "the relay drops every so-many-th chunk of audio"
  var parameters = FaultParameters(FaultParameter("every", 4, "chunks", 2...1000))

  func stage() -> (any FaultStage)? { Stage(every: parameters.number("every")) }

  private struct Stage: OutputStage {
    let every: Int
    var count = 0

    mutating func change(_ action: Action, at now: Nanoseconds) -> [Action] {
      guard action.audioToService != nil else { return [action] }
      count += 1
      return count.isMultiple(of: every) ? [] : [action]
    }
  }
}
