internal import Timeline

/// The relay has no read loop towards its client.
struct ResultsNotForwarded: Fault {
  let name = "results-not-forwarded"
  let rule = "results-not-forwarded"
  let party = Party.relay
  let summary = "the relay forwards nothing of what the service says; the close is relayed"

  func stage() -> (any FaultStage)? { Stage() }

  private struct Stage: FaultStage {
    mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds, inner: inout any Machine) -> [Action] {
      inner.handle(occurrence, at: now).filter { !$0.isData(on: .accepted) }
    }
  }
}
