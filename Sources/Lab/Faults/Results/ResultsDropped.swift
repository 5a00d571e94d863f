internal import Machines
internal import Speech
internal import Timeline

/// Some of the service's results never reach the client.
struct ResultsDropped: Fault {
  enum Kind: Equatable { case some, finals, interims }

  let kind: Kind
  let name: String
  let rule = "results-dropped"
  let party = Party.relay
  var parameters: FaultParameters

  var clientView: ClientView { kind == .interims ? .unseen("finals only may be all that a relay is for") : .told }

  var isHabit: Bool { kind == .interims }

  init(_ kind: Kind) {
    self.kind = kind
    name = kind == .some ? "results-dropped" : "results-dropped:\(kind)"
    parameters = kind == .some ? FaultParameters(FaultParameter("every", 2, "results", 2...1000)) : FaultParameters()
  }

  let effect: FaultEffect? = .otherResults
  var summary: String {
    switch kind {
    case .some: "the relay drops every so-many-th result"
    case .finals: "the relay drops all finals (it forwards only what changes)"
    case .interims: "the relay drops all interims, although they are asked for"
    }
  }

  func stage() -> (any FaultStage)? { Stage(kind: kind, every: max(1, parameters.number("every"))) }

  private struct Stage: OutputStage {
    let kind: Kind
    let every: Int
    var count = 0

    mutating func change(_ action: Action, at now: Nanoseconds) -> [Action] {
      guard let results = action.results(on: .accepted) else { return [action] }
      switch kind {
      case .finals: return results.isFinal ? [] : [action]
      case .interims: return results.isFinal ? [action] : []
      case .some:
        count += 1
        return count.isMultiple(of: every) ? [] : [action]
      }
    }
  }
}
