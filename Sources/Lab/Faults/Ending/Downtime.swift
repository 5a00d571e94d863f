internal import Synchronization
internal import Timeline

/// While a process is down, for all of its sessions.
final class Downtime: Sendable {
  private let span = Mutex<Range<Nanoseconds>?>(nil)

  func begin(at start: Nanoseconds, until end: Nanoseconds) {
    // Sessions that die together die of one crash.
    span.withLock { span in if span.map({ $0.contains(start) }) != true { span = start..<max(start, end) } }
  }

  func isDown(at now: Nanoseconds) -> Bool { span.withLock { $0?.contains(now) ?? false } }
}
