internal import Timeline

/// A query copied from an example for files.
struct InterimResultsMissing: Fault {
  let name = "interim-results-missing"
  let rule = "interim-results-missing"
  let party = Party.relay
  let clientView = ClientView.unseen("finals only may be all that a relay is for")
  /// Finals only may be all that a relay is for.
  let effect: FaultEffect? = .unasked
  let summary = "the relay does not ask for interim results"

  func adjust(_ relay: inout RelaySettings) { relay.set("interim_results", nil) }
}
