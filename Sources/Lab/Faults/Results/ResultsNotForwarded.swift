internal import Machines
internal import Timeline

/// The relay has no read loop towards its client.
struct ResultsNotForwarded: Fault {
  let name = "results-not-forwarded"
  let rule = "results-not-forwarded"
  let party = Party.relay
  let clientView = ClientView.shared("0 messages and a normal close: as with a service that says nothing")
  let summary = "the relay forwards nothing of what the service says; the close is relayed"

  func stage() -> (any FaultStage)? { Stage() }

  private struct Stage: FaultStage {
    mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds, inner: inout any Machine) -> [Action] {
      inner.handle(occurrence, at: now).filter { !$0.isData(on: .accepted) }
    }
  }
}
