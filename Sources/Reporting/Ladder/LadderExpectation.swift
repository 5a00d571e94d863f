internal import Diagnosis
internal import Timeline

/// The arrow that should be there and is not: what a finding misses, drawn where it should have come.
enum LadderExpectation {
  static func draw(_ finding: Finding, _ info: SessionInfo, seesServiceHop: Bool, in rows: inout [LadderRow]) {
    guard !finding.provoked else { return }
    switch (finding.rule, finding.party) {
    case ("close-stream-missing", .client):
      guard let audio = rows.lastIndex(where: { $0.hop == .client && $0.kind == .audio }) else { return }
      insert(Missing("stop expected here", .client, .towardsService, .control), after: audio, finding, &rows)
    case ("close-stream-missing", _):
      guard let stop = named(finding, rows, { $0.hop == .client && ($0.kind == .control || $0.kind == .close) }) else { return }
      let label = "CloseStream expected here" + (seesServiceHop ? "" : " (this hop was not seen)")
      insert(Missing(label, .service, .towardsService, .control), after: stop, finding, &rows)
    case ("results-not-forwarded", _):
      guard let first = named(finding, rows, { $0.hop == .service && $0.kind == .result }) else { return }
      insert(Missing("Results expected here", .client, .towardsClient, .result), after: first, finding, &rows)
    case ("early-break", _):
      // A relay that closes its client shows by itself what it broke off.
      guard named(finding, rows, { $0.hop == .client && ($0.kind == .close || $0.kind == .end) }) == nil else { return }
      let missing = named(finding, rows, { $0.hop == .service && $0.kind == .result })
      guard let anchor = missing ?? rows.lastIndex(where: { $0.hop == .client && $0.kind == .result }) else { return }
      insert(Missing("Results expected here", .client, .towardsClient, .result), after: anchor, finding, &rows)
    case ("closed-before-final", _):
      guard let end = named(finding, rows, { $0.hop == .client && ($0.kind == .close || $0.kind == .end) }) else { return }
      insert(Missing("last final expected here", .client, .towardsClient, .result), before: end, finding, &rows)
    case ("close-frame-missing", _):
      guard let end = named(finding, rows, { $0.hop == .client && $0.kind == .end }) else { return }
      insert(Missing("Close expected here", .client, .towardsClient, .close), before: end, finding, &rows)
    case ("close-not-relayed", _):
      guard let closed = named(finding, rows, { [.close, .end, .metadata].contains($0.kind) }) else { return }
      insert(Missing("Close expected here", .client, .towardsClient, .close), after: closed, finding, &rows)
    default: break
    }
  }

  /// The first row that the finding names and that is of the wanted kind.
  private static func named(_ finding: Finding, _ rows: [LadderRow], _ fits: (LadderRow) -> Bool) -> Int? {
    rows.firstIndex { $0.rules.contains(finding.rule) && fits($0) }
  }

  private static func insert(_ row: Missing, after anchor: Int, _ finding: Finding, _ rows: inout [LadderRow]) {
    let at = rows[anchor].until
    let next = rows[(anchor + 1)...].firstIndex { $0.at > at || $0.kind == .gap } ?? rows.count
    rows.insert(row.row(at, finding), at: next)
  }

  private static func insert(_ row: Missing, before anchor: Int, _ finding: Finding, _ rows: inout [LadderRow]) {
    rows.insert(row.row(rows[anchor].at, finding), at: anchor)
  }

  private struct Missing {
    let label: String
    let hop: Hop
    let direction: LadderRow.Direction
    let kind: LadderRow.Kind

    init(_ label: String, _ hop: Hop, _ direction: LadderRow.Direction, _ kind: LadderRow.Kind) {
      self.label = label
      self.hop = hop
      self.direction = direction
      self.kind = kind
    }

    func row(_ at: Nanoseconds, _ finding: Finding) -> LadderRow {
      var row = LadderRow(at: at, hop: hop, direction, kind, label)
      row.rules = [finding.rule]
      row.isMissing = true
      return row
    }
  }
}
