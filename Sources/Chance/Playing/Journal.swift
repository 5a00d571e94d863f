internal import Synchronization
internal import Timeline

/// Everything that the operators of one relay did, written down as they do it: the truth that a diagnosis is held against.
package final class Journal: Sendable {
  private let entries = Mutex<[Int: [Change]]>([:])

  package init() {}

  /// - Parameter operator: Its place among the relay's.
  func note(_ change: Change, by operator: Int) { entries.withLock { $0[`operator`, default: []].append(change) } }

  /// All changes, in order of time.
  package var changes: [Change] { entries.withLock { $0.values.flatMap(\.self) }.sorted { ($0.at, $0.session) < ($1.at, $1.session) } }

  /// The changes of one operator.
  package func changes(of operator: Int) -> [Change] { entries.withLock { $0[`operator`] ?? [] } }
}
