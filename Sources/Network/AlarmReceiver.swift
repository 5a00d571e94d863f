internal import Machines

/// Whoever sets timers on a `DeadlineHeap`.
protocol AlarmReceiver: AnyObject {
  /// The timer's time has come; it is gone from the heap.
  func alarm(_ name: TimerName)
}
