internal import Machines
internal import Speech
internal import Timeline
internal import Wire

/// The relay changes what the service said.
struct ResultsAltered: Fault {
  enum Kind { case text, times }

  let kind: Kind
  let name: String
  let rule = "results-altered"
  let party = Party.relay
  let clientView = ClientView.shared("other words: as with a service that hears other words")

  init(_ kind: Kind) {
    self.kind = kind
    name = kind == .text ? "results-altered" : "results-altered:times"
  }

  let effect: FaultEffect? = .otherResults
  var summary: String {
    switch kind {
    case .text: "the relay cuts each transcript off after 20 characters, as a column of a database does"
    case .times: "the relay rounds the times of results down to whole seconds"
    }
  }

  func stage() -> (any FaultStage)? {
    ActionMap { [kind] action in
      guard var results = action.results(on: .accepted) else { return [action] }
      switch kind {
      case .text:
        for index in results.channel.alternatives.indices {
          results.channel.alternatives[index].transcript = String(results.channel.alternatives[index].transcript.prefix(20))
        }
      case .times:
        results.start = results.start.rounded(.down)
        results.duration = results.duration.rounded(.down)
      }
      return [.send(.accepted, results)]
    }
  }
}
