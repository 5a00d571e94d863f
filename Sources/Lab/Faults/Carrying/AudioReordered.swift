internal import Machines
internal import Timeline

/// A task for each send: now and then one overtakes another.
struct AudioReordered: Fault {
  let name = "audio-reordered"
  let rule = "audio-reordered"
  let party = Party.relay
  let clientView = ClientView.shared("another hash at equal duration: as with audio altered")
  let effect: FaultEffect? = .miscarried
  let summary = "the relay sends every so-many-th chunk of audio after the one that follows it"
  var parameters = FaultParameters(FaultParameter("every", 4, "chunks", 2...1000))

  func stage() -> (any FaultStage)? { Stage(every: parameters.number("every")) }

  private struct Stage: OutputStage {
    let every: Int
    var count = 0
    var late: Action?

    mutating func change(_ action: Action, at now: Nanoseconds) -> [Action] {
      if action.audioToService != nil {
        count += 1
        if count.isMultiple(of: every), late == nil {
          late = action
          return []
        }
        defer { late = nil }
        return [action] + [late].compactMap { $0 }
      }
      guard action.isCloseStream || action.ends(.dialled) else { return [action] }
      defer { late = nil }
      return [late].compactMap { $0 } + [action]
    }
  }
}
