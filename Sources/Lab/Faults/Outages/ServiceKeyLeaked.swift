internal import Machines
internal import Timeline
internal import Wire

/// `await client.close(reason=str(error))`, and the error has the request's headers in it.
struct ServiceKeyLeaked: Fault {
  let name = "service-key-leaked"
  let rule = "service-key-leaked"
  let party = Party.relay
  let clientView = ClientView.outage
  let shownBy = ["service-refuses-key"]
  let summary = "the relay tells its client of a refusal with its own key in the reason"

  func stage() -> (any FaultStage)? { Stage() }

  private struct Stage: FaultStage {
    var key = ""

    mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds, inner: inout any Machine) -> [Action] {
      inner.handle(occurrence, at: now).map { action in
        if case .dial(_, let headers, _) = action {
          key = headers["Authorization"].flatMap { $0.split(separator: " ").last }.map(String.init) ?? ""
        }
        guard case .send(.accepted, .close(1011?, let reason), _) = action,
          String(decoding: reason, as: UTF8.self).hasPrefix("service refused")
        else { return action }
        return .send(.accepted, .close(code: 1011, reason: CloseReason.fitting("service refused: 401 for the key \(key)")))
      }
    }
  }
}
