internal import Timeline

/// `while True: connect()`.
struct RedialStorm: Fault {
  let name = "redial-storm"
  let rule = "redial-storm"
  let party = Party.relay
  let clientView = ClientView.outage
  let shownBy = ["service-overloaded"]
  let summary = "the relay dials a service that refuses it again and again, without waiting longer"
  var parameters = FaultParameters(FaultParameter("ms", 300, "ms", 50...1000))

  func adjust(_ relay: inout RelaySettings) {
    var redial = Redial()
    redial.attempts = 1000
    redial.firstPause = parameters.time()
    redial.growth = 1
    redial.patience = .seconds(3600)
    relay.redial = redial
  }
}
