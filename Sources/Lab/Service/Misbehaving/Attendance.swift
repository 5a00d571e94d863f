internal import Synchronization

/// How many sessions a service has at the moment, where it takes only so many.
final class Attendance: Sendable {
  private let count = Mutex(0)

  init() {}

  /// False where there is no room.
  func enter(limit: Int) -> Bool {
    count.withLock { count in
      guard count < limit else { return false }
      count += 1
      return true
    }
  }

  func leave() { count.withLock { $0 = max(0, $0 - 1) } }
}
