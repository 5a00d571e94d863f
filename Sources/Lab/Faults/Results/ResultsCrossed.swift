internal import Machines
internal import Timeline
internal import Wire

/// State that sessions share and should not: two that go on at the same time get each other's results.
struct ResultsCrossed: Fault {
  let name = "results-crossed"
  let rule = "results-crossed"
  let party = Party.relay
  let summary = "two sessions at the same time get each other's results"
  let shownBy = ["concurrent"]
  private var exchange = ResultsExchange()

  func begun() -> any Fault {
    var copy = self
    copy.exchange = ResultsExchange()
    return copy
  }

  func stage() -> (any FaultStage)? { Stage(exchange: exchange) }

  private struct Stage: FaultStage {
    static let timer: TimerName = "fault results-crossed"
    static let interval: Nanoseconds = .milliseconds(10)
    let exchange: ResultsExchange
    var place: Int?
    var isOver = false

    mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds, inner: inout any Machine) -> [Action] {
      if occurrence == .fired(Self.timer) { return isOver ? [] : arrived() + [.wake(Self.timer, at: now + Self.interval)] }
      if case .requested = occurrence { place = exchange.join() }
      var actions: [Action] = []
      for action in inner.handle(occurrence, at: now) {
        if case .send(.accepted, .text(let bytes), _) = action, let place, exchange.hand(bytes, from: place) { continue }
        if action.ends(.accepted) {
          actions += arrived()
          leave()
        }
        actions.append(action)
      }
      if case .requested = occurrence { actions.append(.wake(Self.timer, at: now + Self.interval)) }
      if case .ended(.accepted, _) = occurrence { leave() }
      return actions
    }

    /// What others were told that was meant for this session's client, and the other way round.
    private func arrived() -> [Action] { place.map { exchange.take($0).map { .send(.accepted, .text($0)) } } ?? [] }

    private mutating func leave() {
      isOver = true
      if let place { exchange.leave(place) }
    }
  }
}
