internal import Machines
internal import Timeline

/// Two subscribers to one queue, both of which send to the client.
struct ResultsDuplicated: Fault {
  let name = "results-duplicated"
  let rule = "results-duplicated"
  let party = Party.relay
  let effect: FaultEffect? = .otherResults
  let summary = "the relay sends each result twice"

  func stage() -> (any FaultStage)? { ActionMap { $0.results(on: .accepted) == nil ? [$0] : [$0, $0] } }
}
