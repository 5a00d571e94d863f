internal import Machines
internal import Speech
internal import Timeline

/// The relay passes finals on and keeps interims to itself: they may be all that its clients want.
package struct SendsFinalsOnly: RelayHabit {
  package let name = "finals-only"

  package init() {}

  package func stage() -> (any FaultStage)? { ActionMap { $0.results(on: .accepted)?.isFinal == false ? [] : [$0] } }
}
