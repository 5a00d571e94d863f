internal import Timeline

/// The relay's task that opens the service hop is never started, or hangs before it gets there.
struct ServiceNeverDialled: Fault {
  let name = "service-never-dialled"
  let rule = "service-never-dialled"
  let party = Party.relay
  let clientView = ClientView.shared("accepted, then silence: as with a refusal that is hidden")
  let summary = "the relay accepts its client and never opens a connection to the service"

  func stage() -> (any FaultStage)? { UnopenedHop(dials: false) }
}
