internal import Machines
internal import Speech
package import Timeline
internal import Wire

/// Whatever comes, or does not come, the relay closes its client so long after the stop.
package struct ClosesAfterStop: RelayHabit {
  package let name: String
  private let wait: Nanoseconds
  private let code: UInt16

  package init(_ wait: Nanoseconds = .seconds(3), code: UInt16 = 1000) {
    self.wait = wait
    self.code = code
    name = "closes-\(DurationText.tenths(wait.seconds))s-after-stop"
  }

  package func stage() -> (any FaultStage)? { Stage(wait: wait, code: code) }

  private struct Stage: FaultStage {
    let wait: Nanoseconds
    let code: UInt16
    let timer: TimerName = "habit closes-after-stop"
    var closed = false
    var waits = false

    mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds, inner: inout any Machine) -> [Action] {
      if occurrence == .fired(timer) {
        guard !closed else { return [] }
        closed = true
        return [.send(.accepted, .close(code))]
      }
      // What the relay would still say comes too late.
      let late = closed
      let actions = inner.handle(occurrence, at: now).filter { !late || !$0.isData(on: .accepted) && !$0.isClose(on: .accepted) }
      closed = closed || actions.contains { $0.ends(.accepted) }
      guard !waits, !closed, Self.isStop(occurrence) else { return actions }
      waits = true
      return actions + [.wake(timer, at: now + wait)]
    }

    /// Any word of the client's that is no message of the service's own to keep the stream open, and an empty binary message.
    private static func isStop(_ occurrence: Occurrence) -> Bool {
      switch occurrence {
      case .received(.accepted, .text(let bytes)):
        switch ClientMessage(parsing: bytes) {
        case .keepAlive, .finalize: false
        case .closeStream, .other, nil: true
        }
      case .received(.accepted, .binary(let bytes)): bytes.isEmpty
      default: false
      }
    }
  }
}
