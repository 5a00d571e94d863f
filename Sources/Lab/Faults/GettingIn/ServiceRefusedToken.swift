internal import Machines
internal import Speech
internal import Timeline
internal import Wire

/// A relay that gets a grant of thirty seconds when its client comes, and dials when the client speaks.
struct ServiceRefusedToken: Fault {
  let name = "service-refused:token"
  let rule = "service-refused"
  let party = Party.relay
  let summary = "the relay's token is got when its client comes and has ended when it dials, at the first audio"
  let shownBy = ["long-idle-start"]
  var parameters = FaultParameters(FaultParameter("ms", 30_000, "ms", 1000...600_000))

  /// What the token is called once it has ended.
  private static let ended = "grant-that-has-ended"

  func adjust(_ service: inout ServiceSettings) { service.endedKeys.insert(Self.ended) }

  func stage() -> (any FaultStage)? { Stage(life: parameters.time()) }

  /// The dial waits for the first audio, or whatever else the client says that is no KeepAlive.
  private struct Stage: FaultStage {
    let life: Nanoseconds
    var got: Nanoseconds?
    var dial: Action?
    var patience: Nanoseconds?

    mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds, inner: inout any Machine) -> [Action] {
      switch occurrence {
      case .requested:
        got = now
        return inner.handle(occurrence, at: now).filter { !holds($0, at: now) }
      case .received(.accepted, let message) where dial != nil && Self.isTelling(message):
        return inner.handle(occurrence, at: now) + released(at: now)
      case .ended(.accepted, _) where dial != nil:
        dial = nil
        let never = ConnectionFailure(stage: .connect, address: "", code: "CANCELLED", text: "never tried")
        return inner.handle(occurrence, at: now) + inner.handle(.failed(never), at: now)
      default: return inner.handle(occurrence, at: now)
      }
    }

    private mutating func holds(_ action: Action, at now: Nanoseconds) -> Bool {
      switch action {
      case .dial: dial = action
      case .wake(ReferenceRelay.Timer.dial.name, let time): patience = time - now
      default: return false
      }
      return true
    }

    private mutating func released(at now: Nanoseconds) -> [Action] {
      guard case .dial(let target, let headers, let subprotocols)? = dial else { return [] }
      dial = nil
      let isEnded = now - (got ?? now) > life
      let shown = isEnded ? [HeaderField("Authorization", "Bearer \(ServiceRefusedToken.ended)")] : headers
      return [
        .dial(target: target, headers: shown, subprotocols: subprotocols),
        .wake(ReferenceRelay.Timer.dial.name, at: now + (patience ?? .seconds(10))),
      ]
    }

    private static func isTelling(_ message: Message) -> Bool {
      switch message {
      case .binary(let bytes): !bytes.isEmpty
      case .text(let bytes): ClientMessage(parsing: bytes) != .keepAlive
      case .ping, .pong, .close: false
      }
    }
  }
}
