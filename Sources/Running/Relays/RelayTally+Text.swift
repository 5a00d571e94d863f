internal import Chance

extension RelayTally {
  /// The tables, one for each view, and the counts by view.
  package var text: String {
    var lines: [String] = []
    for view in RelayAnswer.View.allCases {
      guard let rows = rows[view] else { continue }
      lines += [
        "\(view.rawValue):",
        Self.line("operator", "played", ["alone"] + RelayAnswer.Naming.allCases.map(\.rawValue), "named of those seen"),
      ]
      for (name, row) in rows.sorted(by: { $0.key < $1.key }) { lines.append(Self.line(name, row)) }
      lines += [
        Self.line("all with a row in the catalogue", Self.sum(rows.values.filter(\.hasRule))),
        Self.line("all", Self.sum(Array(rows.values))),
      ]
      if let counts = byView[view] {
        lines.append("wrong \(counts.wrong), alarms \(counts.alarms), missed \(counts.missed), surplus \(counts.surplus)")
      }
      lines.append("")
    }
    if !idle.isEmpty {
      lines.append("found nothing to do: " + idle.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", "))
    }
    lines.append("worse where more was seen or played \(worse), sentences that the recording refutes \(untrue)")
    return lines.joined(separator: "\n")
  }

  private static func line(_ name: String, _ row: Row) -> String {
    let counts = [row.alone] + RelayAnswer.Naming.allCases.map { row.namings[$0, default: 0] }
    let seen = row.alone - row.namings[.unseen, default: 0]
    let named = row.namings[.named, default: 0]
    return line(
      name, "\(row.played)", counts.map(String.init), seen == 0 ? "" : "\(100 * named / seen) %" + (row.hasRule ? "" : " (no row)"))
  }

  private static func line(_ name: String, _ played: String, _ counts: [String], _ last: String) -> String {
    ([pad(name, 36, left: false), pad(played, 7)] + counts.map { pad($0, 12) } + ["  " + last]).joined()
  }

  private static func pad(_ text: String, _ width: Int, left: Bool = true) -> String {
    let blanks = String(repeating: " ", count: max(1, width - text.count))
    return left ? blanks + text : text + blanks
  }

  private static func sum(_ rows: [Row]) -> Row {
    var all = Row()
    for row in rows {
      all.played += row.played
      all.alone += row.alone
      all.namings.merge(row.namings, uniquingKeysWith: +)
    }
    return all
  }
}
