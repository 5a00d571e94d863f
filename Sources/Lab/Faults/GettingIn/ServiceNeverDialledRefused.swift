internal import Machines
internal import Timeline

/// Nothing listens where the relay dials, as with a service URL that was not set; its handler says so, and nothing else.
struct ServiceNeverDialledRefused: Fault {
  let name = "service-never-dialled:refused"
  let rule = "service-never-dialled"
  let party = Party.relay
  let clientView = ClientView.shared("accepted, then silence: as with a refusal that is hidden")
  let summary = "nothing listens at the address that the relay dials, and it closes its client with 1011 and the reason"

  func stage() -> (any FaultStage)? { FailedDial() }

  private struct FailedDial: FaultStage {
    mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds, inner: inout any Machine) -> [Action] {
      inner.handle(occurrence, at: now).flatMap { action in
        guard case .dial = action else { return [action] }
        let failure = ConnectionFailure(
          stage: .connect, address: "127.0.0.1:9", errno: 111, code: "ECONNREFUSED",
          text: "127.0.0.1:9 could not be reached: Connection refused")
        return inner.handle(.failed(failure), at: now)
      }
    }
  }
}
