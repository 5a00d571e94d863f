internal import Timeline

/// A service under load.
struct ResultsSlowService: Fault {
  let name = "results-slow:service"
  let rule = "results-slow"
  let party = Party.service
  let clientView = ClientView.shared("late results: as with audio held back")
  /// What the service adds shows in interims alone: finals wait for the end of an utterance.
  let effect: FaultEffect? = FaultEffect(
    spoils: FaultEffect.lateResults.spoils, needs: FaultEffect.lateResults.needs.union([.interims]))
  let summary = "the service answers late"
  var parameters = FaultParameters(FaultParameter("ms", 3000, "ms", 500...9000))

  func adjust(_ service: inout ServiceSettings) {
    service.latency = parameters.time()
    service.drainLatency = max(service.drainLatency, parameters.time())
  }
}
