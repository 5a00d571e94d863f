internal import Machines
internal import Timeline
internal import Wire

/// `finally: await client.close()`, whatever became of the service.
struct FailureToldAsSuccess: Fault {
  let name = "failure-told-as-success"
  let rule = "failure-told-as-success"
  let party = Party.relay
  let clientView = ClientView.outage
  let shownBy = ["service-resets", "service-times-out"]
  let summary = "the relay closes its client with 1000 when the service fails in mid-stream"

  func stage() -> (any FaultStage)? {
    ActionMap { action in
      guard case .send(.accepted, .close(1011, _), _) = action else { return [action] }
      return [.send(.accepted, .close(1000))]
    }
  }
}
