package import Machines
package import NIOCore
package import Timeline

/// Plays machines that dial, over real sockets.
package enum ClientDriver {
  /// Plays a machine from `started` to `finish`, and returns when its sockets are gone too.
  ///
  /// Whatever goes wrong on the way (no address, refused, broken TLS, a strange answer) is told to the machine and recorded; nothing is
  /// thrown. A cancelled task ends the session at once.
  /// - Parameters:
  ///   - endpoint: Host, port and TLS; the request's target comes from the machine.
  ///   - observation: Where the connection is recorded; nil: nowhere.
  ///   - another: Where each further connection of the session is recorded, for a machine that dials again; nil: as the first.
  ///   - onMilestone: Told how far the connection has come.
  ///   - loop: The session lives on this event loop.
  package static func play(
    _ machine: any Machine, dialling endpoint: Endpoint, options: DialOptions = DialOptions(), observation: Observation?,
    another: (@Sendable () -> Observation?)? = nil, onMilestone: (@Sendable (DialMilestone, Nanoseconds) -> Void)? = nil, clock: RunClock,
    on loop: any EventLoop
  ) async -> SessionEnd {
    let plan = DialPlan(endpoint: endpoint, options: options, observation: observation, another: another, onMilestone: onMilestone)
    let seat = NIOLoopBoundBox.makeBoxSendingValue(Seat.empty, eventLoop: loop)
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        loop.execute {
          let host = MachineHost(machine, plan: plan, notes: observation, loop: loop, clock: clock) { host in
            seat.value = .empty
            continuation.resume(returning: SessionEnd(machine: host.machine, wasInterrupted: host.wasInterrupted))
          }
          if case .cancelled = seat.value { return host.interrupt() }
          seat.value = .taken(host)
          host.start()
        }
      }
    } onCancel: {
      loop.execute {
        if case .taken(let host) = seat.value { host.interrupt() } else { seat.value = .cancelled }
      }
    }
  }

  /// Where a cancellation finds the session.
  private enum Seat {
    case empty, cancelled
    case taken(MachineHost)
  }
}
