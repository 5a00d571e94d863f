internal import Machines
internal import Timeline
internal import Wire

/// A relay that reads bytes from a stream and forwards whatever has come: two objects in one message.
struct ResultsUnparseableConcatenated: Fault {
  let name = "results-unparseable:concatenated"
  let rule = "results-unparseable"
  let party = Party.relay
  let summary = "the relay sends two of the service's messages in one, one object behind the other"

  func stage() -> (any FaultStage)? { Stage() }

  private struct Stage: OutputStage {
    var first: [UInt8]?

    mutating func change(_ action: Action, at now: Nanoseconds) -> [Action] {
      if case .send(.accepted, .text(let bytes), _) = action {
        guard let before = first else {
          first = bytes
          return []
        }
        first = nil
        return [.send(.accepted, .text(before + bytes))]
      }
      guard action.ends(.accepted), let rest = first else { return [action] }
      first = nil
      return [.send(.accepted, .text(rest)), action]
    }
  }
}
