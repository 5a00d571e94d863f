internal import Machines
internal import Speech
internal import Timeline
internal import Wire

/// The relay puts other words in place of the service's: a filter that masks, or text laid out for another direction of writing.
struct ResultsAlteredWords: Fault {
  let name = "results-altered:words"
  let rule = "results-altered"
  let party = Party.relay
  let summary = "the relay puts other words in place of those that the service heard"
  let clientView = ClientView.shared("other words: as with a service that hears other words")
  let effect: FaultEffect? = .otherResults
  var parameters = FaultParameters(FaultParameter("how", "masked", oneOf: ["masked", "reversed"]))

  func stage() -> (any FaultStage)? {
    ActionMap { [how = parameters.word("how")] action in
      guard var results = action.results(on: .accepted) else { return [action] }
      for index in results.channel.alternatives.indices {
        let words = results.channel.alternatives[index].transcript.split(separator: " ").map(String.init)
        let others = how == "reversed" ? words.reversed() : words.map { $0.count < 5 ? $0 : "***" }
        results.channel.alternatives[index].transcript = others.joined(separator: " ")
      }
      return [.send(.accepted, results)]
    }
  }
}
