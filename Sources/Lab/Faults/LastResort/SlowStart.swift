internal import Machines
internal import Timeline

/// A party that takes long over its handshake: a cold start, a lookup before the answer.
struct SlowStart: Fault {
  let name: String
  let rule = "slow-start"
  let party: Party
  let clientView = ClientView.shared("last resort: the symptom stands, no cause was found")
  var parameters = FaultParameters(FaultParameter("ms", 3000, "ms", 500...9000))

  init(of party: Party) {
    self.party = party
    name = party == .relay ? "slow-start" : "slow-start:\(party.rawValue)"
  }

  var summary: String { "the \(party.rawValue) takes long to answer the handshake" }

  func stage() -> (any FaultStage)? { Stage(delay: parameters.time(), line: DelayLine(name)) }

  /// The request waits: the machine has not begun until it gets it.
  private struct Stage: FaultStage {
    /// Holds the place in the line of what is done when it is due; cancelled, it does nothing.
    static let nothing: TimerName = "fault slow-start"

    let delay: Nanoseconds
    var line: DelayLine
    var request: Occurrence?

    mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds, inner: inout any Machine) -> [Action] {
      if case .requested = occurrence {
        request = occurrence
        return line.add(.cancel(Self.nothing), due: now + delay)
      }
      if line.owns(occurrence), let request {
        self.request = nil
        return line.takeDue(at: now) + inner.handle(request, at: now)
      }
      guard request != nil else { return inner.handle(occurrence, at: now) }
      // Whoever waits for the answer has given up.
      if case .ended = occurrence {
        request = nil
        return [.finish]
      }
      return []
    }
  }
}
