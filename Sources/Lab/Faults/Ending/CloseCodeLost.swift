internal import Machines
internal import Timeline
internal import Wire

/// `await client.close()` whatever the service said.
struct CloseCodeLost: Fault {
  enum Kind { case normal, bare }

  let kind: Kind
  let name: String
  let rule = "close-code-lost"
  let party = Party.relay
  var clientView: ClientView {
    kind == .normal
      ? .unseen("a 1000 without a reason is how healthy sessions end")
      : .shared("1011 without a reason: as with a relay that failed at the end")
  }

  init(_ kind: Kind) {
    self.kind = kind
    name = kind == .normal ? "close-code-lost" : "close-code-lost:bare"
  }

  var summary: String {
    switch kind {
    case .normal: "the relay closes its client with 1000 and no reason, whatever the service's Close said"
    case .bare: "the relay passes on the code of the service's Close and drops its reason"
    }
  }

  /// A service that is being taken down says so, and has something to tell in every session.
  func adjust(_ service: inout ServiceSettings) {
    service.farewell = ServiceSettings.Farewell(code: 1011, reason: "This server is being taken out of service.")
  }

  func stage() -> (any FaultStage)? { Stage(kind: kind) }

  private struct Stage: FaultStage {
    let kind: Kind

    mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds, inner: inout any Machine) -> [Action] {
      let actions = inner.handle(occurrence, at: now)
      guard case .received(.dialled, .close) = occurrence else { return actions }
      return actions.map { action in
        guard case .send(.accepted, .close(let code, _), _) = action else { return action }
        return .send(.accepted, .close(kind == .normal ? 1000 : code))
      }
    }
  }
}
