internal import Machines
internal import Timeline
internal import Wire

/// The service ends a session in the middle of the audio.
struct UnexpectedCloseService: Fault {
  enum Kind {
    /// Its process, or the way to it, is gone: no Close frame.
    case service
    /// An Error message, then Close.
    case error
    /// It says that it heard nothing for too long, in the middle of audio that comes evenly.
    case net0001
    /// It says that it had nothing to answer.
    case net0000
  }

  let kind: Kind
  let name: String
  let rule = "unexpected-close"
  let party = Party.service
  let clientView = ClientView.shared("last resort: the symptom stands, no cause was found")
  var parameters: FaultParameters

  init(_ kind: Kind) {
    self.kind = kind
    name = "unexpected-close:\(kind)"
    let time = FaultParameter("ms", 1500, "ms", 1...600_000)
    parameters = kind == .error ? FaultParameters(time, FaultParameter("code", "1011", oneOf: ["1008", "1011"])) : FaultParameters(time)
  }

  var summary: String {
    switch kind {
    case .service: "the service's connection is reset in the middle of the audio"
    case .error: "the service sends an Error message in the middle of the audio, and closes"
    case .net0001: "the service closes with net0001 in the middle of audio that comes evenly"
    case .net0000: "the service closes with net0000 in the middle of audio that comes evenly"
    }
  }

  func stage() -> (any FaultStage)? { Stage(life: parameters.time(), ending: ending) }

  private var ending: [Action] {
    switch kind {
    case .service: [.end(.accepted, .reset)]
    case .error:
      [
        .send(.accepted, .text(#"{"type":"Error","description":"The server is currently overloaded.","variant":"INTERNAL_SERVER_ERROR"}"#)),
        .send(.accepted, .close(UInt16(parameters.number("code")), "Internal error")),
      ]
    case .net0001: [.send(.accepted, .close(1011, SimulatedService.Timeout.silence.reason))]
    case .net0000: [.send(.accepted, .close(1011, SimulatedService.Timeout.response.reason))]
    }
  }

  /// Counts from the first audio; after its own Close the connection is over, whatever comes.
  private struct Stage: FaultStage {
    static let timer: TimerName = "fault unexpected-close"
    let life: Nanoseconds
    let ending: [Action]
    var hasAudio = false
    var isOver = false

    mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds, inner: inout any Machine) -> [Action] {
      if isOver {
        switch occurrence {
        case .received(.accepted, .close), .fired(Self.timer): return [.end(.accepted, .finished)]
        case .ended: return inner.handle(occurrence, at: now)
        default: return []
        }
      }
      if occurrence == .fired(Self.timer) {
        isOver = true
        return ending + [.wake(Self.timer, at: now + .seconds(2))]
      }
      var actions = inner.handle(occurrence, at: now)
      if case .received(.accepted, .binary) = occurrence, !hasAudio {
        hasAudio = true
        actions.append(.wake(Self.timer, at: now + life))
      }
      if actions.contains(where: { $0.ends(.accepted) }) { actions.append(.cancel(Self.timer)) }
      return actions
    }
  }
}
