/// A point in time, or a length of it, in nanoseconds on the monotonic clock; points count from the beginning of the run.
package typealias Nanoseconds = Int64

extension Nanoseconds {
  /// The same in seconds, for arithmetic that people read.
  package var seconds: Double { Double(self) / 1e9 }

  /// Seconds as nanoseconds, rounded to the nearest.
  package static func seconds(_ value: Double) -> Nanoseconds { Nanoseconds((value * 1e9).rounded()) }

  /// Milliseconds as nanoseconds, rounded to the nearest.
  package static func milliseconds(_ value: Double) -> Nanoseconds { Nanoseconds((value * 1e6).rounded()) }
}
