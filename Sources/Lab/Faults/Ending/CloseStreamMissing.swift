internal import Speech
internal import Timeline
internal import Wire

/// The relay takes its client's stop and tells the service nothing.
struct CloseStreamMissing: Fault {
  let name = "close-stream-missing"
  let rule = "close-stream-missing"
  let party = Party.relay
  let summary = "the relay takes its client's stop and never sends CloseStream"

  func stage() -> (any FaultStage)? { Stage() }

  private struct Stage: FaultStage {
    mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds, inner: inout any Machine) -> [Action] {
      inner.handle(occurrence, at: now).compactMap { action in
        switch action {
        case .send(.dialled, .text(ClientMessage.closeStream.encoded), _): nil
        // Its patience after CloseStream would hide that none was sent: the service's own timeout must come first.
        case .wake("drain", let time): .wake("drain", at: time + .seconds(30))
        default: action
        }
      }
    }
  }
}
