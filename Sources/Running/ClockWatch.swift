internal import Diagnosis
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

  /// With one decimal.
  private static func seconds(_ time: Nanoseconds) -> String {
    let tenths = (time + 50_000_000) / 100_000_000
    return "\(tenths / 10).\(tenths % 10)"
  }
}
