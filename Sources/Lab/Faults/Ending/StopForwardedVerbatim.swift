internal import Timeline

/// A relay that forwards every message of its client as it is.
struct StopForwardedVerbatim: Fault {
  let name = "stop-forwarded-verbatim"
  let rule = "stop-forwarded-verbatim"
  let party = Party.relay
  let effect: FaultEffect? = .unended
  let summary = "the relay passes its client's stop message on to the service as it is"

  func adjust(_ relay: inout RelaySettings) { relay.agreedStop = .forwarded }
}
