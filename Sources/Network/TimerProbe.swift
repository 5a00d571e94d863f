package import NIOCore
package import Timeline

/// How late timers fire on an event loop: what paced audio can expect of this machine.
package enum TimerProbe {
  /// Sets timers for a row of absolute moments, as the pace of audio does.
  /// - Returns: How late each fired; nothing where the loop is shut down meanwhile.
  package static func lateness(count: Int, every interval: Nanoseconds, clock: RunClock, on loop: any EventLoop) async -> [Nanoseconds] {
    let start = clock.now()
    let fired = (1...count).map { turn in
      let due = start + Nanoseconds(turn) * interval
      return loop.scheduleTask(deadline: clock.deadline(at: due)) { max(0, clock.now() - due) }.futureResult
    }
    return (try? await EventLoopFuture.whenAllSucceed(fired, on: loop).get()) ?? []
  }
}
