package import Timeline

/// One step of a scenario.
///
/// Another one is a case here, its `kind` and its line in `StepKinds.all`, both below; a file in `Steps/Kinds`; and a case in the player.
package indirect enum Step: Sendable, Equatable {
  case connect
  case stream(Streaming)
  /// The profile's stop message.
  case stop
  /// A stop message of the scenario's own in the place of the profile's.
  case alternativeStop(StopSignal)
  /// Do nothing for a while; incoming messages are taken.
  case pause(Nanoseconds)
  case await(Awaited, within: Nanoseconds)
  case close(code: UInt16, reason: String)
  /// End the TCP connection without a Close frame (RST).
  case vanish
  case keepAlive
  case finalize
  case send(Sending)
  /// A Ping frame with this payload, of at most 125 bytes (RFC 6455 §5.5).
  case ping([UInt8])
  /// Take bytes off the socket, or leave them there: a client that does not read.
  case read(Bool)
  case `repeat`(times: Int, steps: [Step])
  /// Several clients that play the same steps at the same time, each with audio of its own; stands alone.
  case parallel(clients: [ClientAudio], steps: [Step])
  /// End the connection, where it is still there, and open a new one: a second connection of the same session.
  case reconnect
  /// The whole audio in one HTTP request to the place that the profile names; stands alone.
  case oneShot(within: Nanoseconds)

  /// Everything about it but what a client does.
  var kind: any StepKind {
    switch self {
    case .connect: ConnectStep()
    case .stream(let streaming): StreamStep(streaming: streaming)
    case .stop: StopStep(signal: nil)
    case .alternativeStop(let signal): StopStep(signal: signal)
    case .pause(let length): PauseStep(length: length)
    case .await(let awaited, let within): AwaitStep(awaited: awaited, within: within)
    case .close(let code, let reason): CloseStep(code: code, reason: reason)
    case .vanish: VanishStep()
    case .keepAlive: KeepAliveStep()
    case .finalize: FinalizeStep()
    case .send(let sending): SendStep(sending: sending)
    case .ping(let payload): PingStep(payload: payload)
    case .read(let reading): ReadStep(isReading: reading)
    case .repeat(let times, let steps): RepeatStep(times: times, steps: steps)
    case .parallel(let clients, let steps): ParallelStep(clients: clients, steps: steps)
    case .reconnect: ReconnectStep()
    case .oneShot(let within): OneShotStep(within: within)
    }
  }
}

/// The kinds of step that there are, in the order in which messages name them.
enum StepKinds {
  static let all: [any StepKind.Type] = [
    ConnectStep.self, StreamStep.self, StopStep.self, PauseStep.self, AwaitStep.self, CloseStep.self, VanishStep.self, KeepAliveStep.self,
    FinalizeStep.self, SendStep.self, PingStep.self, ReadStep.self, RepeatStep.self, ParallelStep.self, ReconnectStep.self,
    OneShotStep.self,
  ]

  static let names = all.map { $0.name }

  static func named(_ name: String) -> (any StepKind.Type)? { all.first { $0.name == name } }
}
