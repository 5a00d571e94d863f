internal import Timeline

/// No wait of the relay has a limit.
struct ServiceHangUnnoticed: Fault {
  let name = "service-hang-unnoticed"
  let rule = "service-hang-unnoticed"
  let party = Party.relay
  let clientView = ClientView.outage
  let shownBy = ["service-hangs", "service-silent"]
  let summary = "the relay waits for ever for a service that answers neither its handshake nor CloseStream"

  func stage() -> (any FaultStage)? {
    ActionMap { action in
      switch action {
      case .wake("dial", _), .wake("drain", _): []
      default: [action]
      }
    }
  }
}
