internal import CoreMetrics
internal import Synchronization

/// One sample: what was counted, or what was last said.
final class PrometheusValue: CounterHandler, MeterHandler, RecorderHandler, TimerHandler {
  private let value = Mutex(0.0)

  /// Whole numbers without a point; others to a thousandth at most.
  var text: String {
    let value = value.withLock { $0 }
    return Int64(exactly: value).map { "\($0)" } ?? "\((value * 1000).rounded() / 1000)"
  }

  func increment(by amount: Int64) { value.withLock { $0 += Double(amount) } }
  func increment(by amount: Double) { value.withLock { $0 += amount } }
  func decrement(by amount: Double) { value.withLock { $0 -= amount } }
  func reset() { set(0.0) }
  func set(_ new: Int64) { set(Double(new)) }
  func set(_ new: Double) { value.withLock { $0 = new } }
  func record(_ new: Int64) { set(new) }
  func record(_ new: Double) { set(new) }
  func recordNanoseconds(_ duration: Int64) { set(Double(duration) / 1e9) }
}
