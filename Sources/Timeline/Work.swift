internal import Synchronization

/// Counts the elements of recordings and facts that are looked at: what a test holds to be linear is counted, and not timed.
///
/// Counts in debug builds only, and there only inside of `counting`; a release build has nothing of it.
package final class Work: Sendable {
  @TaskLocal package static var counter: Work?
  private let steps = Atomic<Int>(0)
  private let passes = Mutex<[Pass: Int]>([:])

  /// What is done once for a recording, and what once for each of its sessions, however much is then said of them.
  package enum Pass: Sendable {
    case matching, reading
  }

  package init() {}

  package var count: Int { steps.load(ordering: .relaxed) }

  package func count(of pass: Pass) -> Int { passes.withLock { $0[pass] ?? 0 } }

  package func add(_ number: Int) { steps.add(number, ordering: .relaxed) }

  private func add(_ pass: Pass) { passes.withLock { $0[pass, default: 0] += 1 } }

  /// True where this build counts.
  package static var isCounted: Bool {
    #if DEBUG
      true
    #else
      false
    #endif
  }

  /// What a computation takes, in elements looked at.
  package static func counting<Value>(_ body: () throws -> Value) rethrows -> (value: Value, steps: Int) {
    let work = Work()
    let value = try $counter.withValue(work, operation: body)
    return (value, work.count)
  }

  /// For what works on no `Series`: so many steps more.
  package static func step(_ number: Int = 1) {
    #if DEBUG
      counter?.add(number)
    #endif
  }

  package static func pass(_ pass: Pass) {
    #if DEBUG
      counter?.add(pass)
    #endif
  }
}
