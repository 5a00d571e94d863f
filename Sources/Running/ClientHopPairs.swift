internal import Diagnosis
internal import Timeline

/// How much of two faults at once a client alone can tell: the figures under the table of `lab matrix --pairs --client-hop-only`.
package struct ClientHopPairs: Sendable {
  /// Pairs that a client sees anything of, and of these: both causes among those named, and at least one of them.
  package private(set) var visible = 0
  package private(set) var both = 0
  package private(set) var one = 0
  /// Causes found as proven or inferred that were not put in.
  package private(set) var wrong = 0

  /// - Returns: Nil where the service hop was seen, or not every row has two faults.
  package init?(_ rows: [Matrix.Row]) {
    guard !rows.isEmpty, rows.allSatisfy({ $0.clientHopOnly && $0.expected.count == 2 }) else { return nil }
    for row in rows {
      wrong += row.found.count { found in
        guard let certainty = found.certainty, certainty != .suspected else { return false }
        return !row.expected.contains { $0.rule == found.rule && $0.party == found.party }
      }
      guard row.isVisible else { continue }
      visible += 1
      let named = Set(row.found.flatMap { [$0.rule] + $0.alternatives })
      let hits = row.expected.count { named.contains($0.rule) }
      if hits == 2 { both += 1 }
      if hits > 0 { one += 1 }
    }
  }

  package var sentences: [String] {
    [
      "both named: \(both) of \(visible) pairs of which a client sees both", "one named: \(one) of \(visible)",
      "confidently wrong: \(wrong)",
    ]
  }
}
