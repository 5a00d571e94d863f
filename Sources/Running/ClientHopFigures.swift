internal import Diagnosis
package import Lab

/// How much of the matrix a client alone can tell: the figures under the table of `lab matrix --client-hop-only`.
package struct ClientHopFigures: Sendable {
  /// Faults that a client sees anything of, and those of them whose cause is among those named.
  package private(set) var visible = 0
  package private(set) var named = 0
  /// Faults that ROOT-CAUSES says can be told from there, and those of them whose cause was named alone, and nothing beside it.
  package private(set) var told = 0
  package private(set) var alone = 0
  /// Causes found as proven or inferred that were not put in.
  package private(set) var wrong = 0
  /// Faults that a client can't tell, with the reason, in the order of the rows.
  package private(set) var exceptions: [(fault: String, view: ClientView)] = []

  /// - Returns: Nil where the service hop was seen, or several faults were put in at once.
  package init?(_ rows: [Matrix.Row]) {
    guard !rows.isEmpty, rows.allSatisfy({ $0.clientHopOnly && $0.expected.count <= 1 }) else { return nil }
    for row in rows {
      wrong += row.found.count { found in
        guard let certainty = found.certainty, certainty != .suspected else { return false }
        return !row.expected.contains { $0.rule == found.rule && $0.party == found.party }
      }
      guard let expected = row.expected.first else { continue }
      let view = Matrix.clientView(of: row.fault)
      if view != .told { exceptions.append((row.fault, view)) }
      if case .unseen = view { continue }
      visible += 1
      if row.found.contains(where: { $0.rule == expected.rule || $0.alternatives.contains(expected.rule) }) { named += 1 }
      guard view == .told else { continue }
      told += 1
      if row.found.count == 1, let first = row.found.first, first.rule == expected.rule, first.alternatives.isEmpty { alone += 1 }
    }
  }

  /// Three lines, each a figure with what it is of.
  package var sentences: [String] {
    [
      "named: \(named) of \(visible) faults that a client sees anything of\(Self.share(named, visible))",
      "alone and first: \(alone) of \(told) that a client can tell\(Self.share(alone, told))", "confidently wrong: \(wrong)",
    ]
  }

  private static func share(_ part: Int, _ whole: Int) -> String { whole == 0 ? "" : ", \(part * 100 / whole) %" }
}
