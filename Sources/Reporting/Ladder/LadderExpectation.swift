internal import Diagnosis
internal import Timeline

/// The arrow that should be there and is not: what a finding misses, drawn where it should have come.
enum LadderExpectation {
  static func draw(_ finding: Finding, seesServiceHop: Bool, in rows: inout [LadderRow]) {
    guard !finding.provoked, let missing = Catalogue.rule(finding.rule)?.missingArrow(finding) else { return }
    func place(_ anchor: MissingArrow.Anchor) -> Int? {
      anchor.isNamed
        ? rows.firstIndex { $0.rules.contains(finding.rule) && shows($0, anchor) } : rows.lastIndex { shows($0, anchor) }
    }
    guard missing.shownBy.flatMap({ place($0) }) == nil, let anchor = missing.anchors.compactMap({ place($0) }).first else { return }
    let label = missing.label + (missing.hop == .service && !seesServiceHop ? " (this hop was not seen)" : "")
    let at = missing.isBefore ? rows[anchor].at : rows[anchor].until
    var row = LadderRow(at: at, hop: missing.hop, direction(missing.what), kind(missing.what), label)
    row.rules = [finding.rule]
    row.isMissing = true
    let next = rows[(anchor + 1)...].firstIndex { $0.at > at || $0.kind == .gap } ?? rows.count
    rows.insert(row, at: missing.isBefore ? anchor : next)
  }

  private static func shows(_ row: LadderRow, _ anchor: MissingArrow.Anchor) -> Bool {
    guard anchor.hop == nil || anchor.hop == row.hop else { return false }
    return anchor.sights.contains { kind($0) == row.kind }
  }

  private static func kind(_ sight: MissingArrow.Sight) -> LadderRow.Kind {
    switch sight {
    case .audio: .audio
    case .control: .control
    case .result: .result
    case .metadata: .metadata
    case .close: .close
    case .end: .end
    }
  }

  private static func kind(_ what: MissingArrow.What) -> LadderRow.Kind {
    switch what {
    case .stop, .closeStream: .control
    case .results, .lastFinal: .result
    case .close: .close
    }
  }

  private static func direction(_ what: MissingArrow.What) -> LadderRow.Direction {
    switch what {
    case .stop, .closeStream: .towardsService
    case .results, .lastFinal, .close: .towardsClient
    }
  }
}
