internal import Diagnosis
internal import NIOCore
internal import Network
internal import Synchronization
package import Timeline

/// Looks at the clocks of a run over sockets ten times a second, on an event loop: the timestamps of everything else are only as good.
///
/// A machine that gives the loop no turn stamps events late; one that slept, or whose clock was set, has times that mean something else before
/// and after. Each is written into the recording, and the report's timings are then in doubt.
package struct ClockWatch: Sendable {
  package static let interval = Nanoseconds.milliseconds(100)

  private var last: Nanoseconds
  private var wall: Int64

  /// - Parameters:
  ///   - now: The run's own, monotonic time.
  ///   - wall: The time on the wall, in nanoseconds since 1970.
  package init(now: Nanoseconds, wall: Int64) {
    last = now
    self.wall = wall
  }

  /// What a look at both clocks shows. It is taken when `interval` has passed, or as soon as the machine lets it.
  package mutating func look(now: Nanoseconds, wall: Int64) -> [Note] {
    var notes: [Note] = []
    let late = now - last - Self.interval
    if late >= MeasurementLimits.stall {
      notes.append(Note(.starved, "sttcheck got no turn for \(Self.seconds(late)) s: this machine was too busy to keep time"))
    }
    let jump = (wall - self.wall) - (now - last)
    if abs(jump) >= MeasurementLimits.clockStep {
      let way = jump > 0 ? "forward" : "back"
      notes.append(
        Note(.clockStep, "the clock on the wall went \(Self.seconds(abs(jump))) s \(way): it was set, or the machine slept"))
    }
    last = now
    self.wall = wall
    return notes
  }

  /// Looks until it is cancelled.
  /// - Parameters:
  ///   - wall: Nanoseconds since 1970; nil: nobody looks at the wall.
  ///   - note: Gets doubts about times, as they come up.
  static func start(
    on group: any EventLoopGroup, clock: RunClock, wall: (@Sendable () -> Int64)?, note: @escaping @Sendable (Note) -> Void
  ) -> RepeatedTask {
    @Sendable func onWall() -> Int64 { wall?() ?? clock.now() }
    let watch = Mutex(ClockWatch(now: clock.now(), wall: onWall()))
    let pause = TimeAmount.nanoseconds(interval)
    return group.next().scheduleRepeatedTask(initialDelay: pause, delay: pause) { _ in
      for doubt in watch.withLock({ $0.look(now: clock.now(), wall: onWall()) }) { note(doubt) }
    }
  }

  /// With one decimal.
  private static func seconds(_ time: Nanoseconds) -> String {
    let tenths = (time + 50_000_000) / 100_000_000
    return "\(tenths / 10).\(tenths % 10)"
  }
}
