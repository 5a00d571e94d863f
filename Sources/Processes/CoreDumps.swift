internal import Foundation
internal import Synchronization

/// Core dumps of this program, in which its keys and its users' voices would stand.
///
/// Programs that it starts may leave theirs as before: a relay that crashes is what somebody wants to look at.
package enum CoreDumps {
  /// How large they could be when this program began; nil: it has changed nothing.
  private static let found = Mutex<rlimit?>(nil)

  /// Whatever ends this program from now on, its memory is not written down.
  package static func switchOff() {
    found.withLock { found in
      guard found == nil, let limit = ResourceLimit.coreDump.current else { return }
      found = limit
      ResourceLimit.coreDump.set(none(below: limit))
    }
  }

  /// Runs what starts another program, which gets the limit that this one began with.
  package static func leftToOthers<Value>(_ start: () throws -> Value) rethrows -> Value {
    try found.withLock { found in
      guard let limit = found else { return try start() }
      ResourceLimit.coreDump.set(limit)
      defer { ResourceLimit.coreDump.set(none(below: limit)) }
      return try start()
    }
  }

  /// One byte: no file is that short, and Linux takes it to mean that a program that collects dumps gets none either (core(5)).
  private static func none(below limit: rlimit) -> rlimit { rlimit(rlim_cur: min(1, limit.rlim_max), rlim_max: limit.rlim_max) }
}
