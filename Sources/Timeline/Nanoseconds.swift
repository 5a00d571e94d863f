/// A point in time, or a length of it, in nanoseconds on the monotonic clock; points count from the beginning of the run.
package typealias Nanoseconds = Int64

extension Nanoseconds {
  /// The same in seconds, for arithmetic that people read.
  package var seconds: Double { Double(self) / 1e9 }

  /// Seconds as nanoseconds, rounded to the nearest.
  package static func seconds(_ value: Double) -> Nanoseconds { nearest(value * 1e9) }

  /// Milliseconds as nanoseconds, rounded to the nearest.
  package static func milliseconds(_ value: Double) -> Nanoseconds { nearest(value * 1e6) }

  /// The nearest whole number; 0 for what is no number. What a file says may be anything: beyond 146 years it is as much as that, so that the
  /// difference of two times is a time too.
  private static func nearest(_ value: Double) -> Nanoseconds {
    let most = Double(sign: .plus, exponent: 62, significand: 1)
    return value.isNaN ? 0 : Nanoseconds(Swift.min(Swift.max(value.rounded(), -most), most))
  }
}
