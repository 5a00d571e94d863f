internal import Synchronization
internal import Timeline

/// Everything that the operators of one relay did, written down as they do it: the truth that a diagnosis is held against.
package final class Journal: Sendable {
  private let entries = Mutex<[Int: [Change]]>([:])

  package init() {}

  /// - Parameter operator: Its place among the relay's.
  func note(_ change: Change, by operator: Int) { entries.withLock { $0[`operator`, default: []].append(change) } }

  /// All changes, in order of time; of those at one time in the order of the operators.
  package var changes: [Change] {
    entries.withLock { all in all.keys.sorted().flatMap { all[$0] ?? [] } }.enumerated().sorted {
      ($0.element.at, $0.element.session, $0.offset) < ($1.element.at, $1.element.session, $1.offset)
    }.map(\.element)
  }

  /// The changes of one operator.
  package func changes(of operator: Int) -> [Change] { entries.withLock { $0[`operator`] ?? [] } }
}
