internal import Machines
internal import Speech
internal import Timeline
internal import Wire

/// The relay says the same of every result: that it is final, or that it is not.
struct ResultsAlteredFlags: Fault {
  let name = "results-altered:flags"
  let rule = "results-altered"
  let party = Party.relay
  let summary = "the relay gives every result the same is_final and speech_final, whatever the service said"
  let clientView = ClientView.shared("no final, or nothing but finals: as with a service that says so")
  let effect: FaultEffect? = .otherResults
  var parameters = FaultParameters(FaultParameter("final", "false", oneOf: ["false", "true"]))

  func stage() -> (any FaultStage)? {
    ActionMap { [isFinal = parameters.word("final") == "true"] action in
      guard var results = action.results(on: .accepted) else { return [action] }
      results.isFinal = isFinal
      results.speechFinal = isFinal
      return [.send(.accepted, results)]
    }
  }
}
