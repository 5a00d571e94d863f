internal import Diagnosis
internal import Timeline

/// Makes a ladder short enough to read, step by step, and says what it did.
enum LadderFolding {
  /// Rows kept at the beginning and at the end where even folding leaves too many; evidence in between stays.
  private static let head = 20
  private static let tail = 12
  private static let evidence = 24

  /// Rows from which on a session that is still being read is folded, so that a flood of frames never becomes a row each.
  static let most = 20_000

  /// - Parameter isFolded: Whether `early` has been over some of the rows.
  static func fold(
    _ rows: [LadderRow], limit: Int, bytesPerSecond: Int?, isFolded: Bool = false
  ) -> (rows: [LadderRow], folded: [String]) {
    var rows = rows
    var folded: [String] = []
    if rows.count > limit || isFolded {
      let before = rows.count
      rows = interims(rows)
      if rows.count < before || isFolded { folded.append("Interim results, and the audio between them, are folded.") }
    }
    if rows.count > limit || isFolded {
      let before = rows.count
      rows = repeated(rows)
      if rows.count < before || isFolded { folded.append("Frames of one kind that follow each other, finals too, are folded.") }
    }
    if rows.count > limit { rows = cut(rows, limit, &folded) }
    for index in rows.indices where rows[index].kind == .audio {
      rows[index].label = LadderLabel.audio(
        rows[index].tally, bytesPerSecond: bytesPerSecond, took: rows[index].until - rows[index].at)
    }
    return (rows, folded)
  }

  /// The same two steps, in the midst of reading.
  static func early(_ rows: [LadderRow]) -> [LadderRow] { repeated(interims(rows)) }

  /// Audio goes on through an interim, so its runs grow together again.
  private static func interims(_ rows: [LadderRow]) -> [LadderRow] {
    merge(rows) { $0.kind == .audio || ($0.kind == .result && $0.tally.finals == 0) }
  }

  private static func repeated(_ rows: [LadderRow]) -> [LadderRow] {
    merge(rows.filter { $0.kind != .gap || $0.until - $0.at >= .seconds(5) }) { isRepeatable($0) }
  }

  private static func isRepeatable(_ row: LadderRow) -> Bool {
    switch row.kind {
    case .audio, .result, .ping, .pong, .message, .violation: true
    case .control: LadderLabel.isRepeated(row.label)
    default: false
    }
  }

  /// Joins each foldable row to the one of its kind before it on its hop, unless something else came between. Evidence stays alone.
  private static func merge(_ rows: [LadderRow], where folds: (LadderRow) -> Bool) -> [LadderRow] {
    var merged: [LadderRow] = []
    var open: [Key: Int] = [:]
    for row in rows {
      guard let hop = row.hop else {
        open = [:]
        merged.append(row)
        continue
      }
      let key = Key(hop: hop, direction: row.direction, kind: row.kind)
      guard folds(row), !row.isEvidence || row.kind == .audio else {
        open = open.filter { $0.key.hop != hop }
        merged.append(row)
        continue
      }
      if let index = open[key] {
        join(row, to: &merged[index])
      } else {
        open[key] = merged.count
        merged.append(row)
      }
    }
    return merged
  }

  private struct Key: Hashable {
    var hop: Hop
    var direction: LadderRow.Direction?
    var kind: LadderRow.Kind
  }

  private static func join(_ row: LadderRow, to other: inout LadderRow) {
    other.until = max(other.until, row.until)
    other.events += row.events
    other.evidence += row.evidence
    for rule in row.rules where !other.rules.contains(rule) { other.rules.append(rule) }
    other.tally.add(row.tally)
    switch row.kind {
    case .result: other.label = LadderLabel.result(other.tally)
    case .audio: break
    default: other.label = "\(other.tally.count) × \(row.label)"
    }
  }

  /// Beginning, end and evidence, with what lies between as gaps.
  private static func cut(_ rows: [LadderRow], _ limit: Int, _ folded: inout [String]) -> [LadderRow] {
    var kept: [LadderRow] = []
    var left: [LadderRow] = []
    var evidenceKept = 0
    var total = 0
    func flush() {
      guard let first = left.first, let last = left.last else { return }
      var gap = LadderRow(
        at: first.at, until: last.until, hop: nil, nil, .gap, "\(Wording.count(left.count, "row")) left out",
        events: left.flatMap(\.events).sorted())
      gap.evidence = left.flatMap(\.evidence).sorted()
      gap.rules = left.flatMap(\.rules).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
      kept.append(gap)
      total += left.count
      left = []
    }
    for (index, row) in rows.enumerated() {
      let isNamed = row.isEvidence && evidenceKept < evidence
      if index < head || index >= rows.count - tail || isNamed {
        flush()
        kept.append(row)
        if isNamed { evidenceKept += 1 }
      } else {
        left.append(row)
      }
    }
    flush()
    folded.append(
      "\(Wording.count(total, "row")) of \(rows.count) \(total == 1 ? "is" : "are") left out; `sttcheck frames` shows them all.")
    return kept
  }
}
