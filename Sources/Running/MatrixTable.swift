internal import Lab
internal import Diagnosis
internal import Timeline

/// The matrix as a table, the same for the same rows.
package struct MatrixTable: Sendable {
  package enum Format: String, Sendable, CaseIterable { case terminal, markdown }

  package var rows: [Matrix.Row]
  /// What was played, in a line: `suite full, both hops, virtual time`.
  package var title: String

  package init(rows: [Matrix.Row], title: String) {
    self.rows = rows
    self.title = title
  }

  package func rendered(_ format: Format) -> String {
    switch format {
    case .terminal: terminal
    case .markdown: markdown
    }
  }

  private var total: String { "\(rows.count(where: \.agrees)) of \(rows.count) agree" }

  /// One line a row within 80 columns; a second one where the answer is not simply the cause that was put in.
  private var terminal: String {
    let width = max(rows.map(\.fault.count).max() ?? 0, 5)
    var lines = [title]
    for row in rows {
      let first = row.found.first
      let party = row.expected.isEmpty ? "-" : row.expected.map(\.party.rawValue).joined(separator: "+")
      let certainty = first?.certainty?.rawValue ?? "-"
      let shown = first == nil ? "-" : "\(row.shown)/\(row.sessions)"
      let line = [
        row.agrees ? "agrees   " : "DISAGREES", Self.padded(row.fault, width), Self.padded(party, 7), Self.padded(certainty, 9), shown,
      ].joined(separator: " ")
      lines.append(line)
      if !row.isPlain { lines += Self.wrapped("found: \(row.answer)", indent: 10, width: 80) }
    }
    lines.append(total)
    return (lines + (figures?.sentences ?? ClientHopPairs(rows)?.sentences ?? [])).joined(separator: "\n")
  }

  private var markdown: String {
    var lines = [
      "# \(title)", "", "\(total).", "", "| fault | expected cause | party | found cause | certainty | sessions | |",
      "|---|---|---|---|---|---|---|",
    ]
    for row in rows {
      let expected = row.expected.isEmpty ? "none" : row.expected.map { "`\($0.rule)`" }.joined(separator: ", ")
      let party = row.expected.isEmpty ? "–" : row.expected.map(\.party.rawValue).joined(separator: ", ")
      let found = row.found.isEmpty ? "none" : row.found.map(Self.marked).joined(separator: "; ")
      let certainty = row.found.first?.certainty?.rawValue ?? "–"
      let shown = row.found.isEmpty ? "–" : "\(row.shown) of \(row.sessions)"
      lines.append(
        "| `\(row.fault)` | \(expected) | \(party) | \(found) | \(certainty) | \(shown) | \(row.agrees ? "agrees" : "**disagrees**") |")
    }
    if let figures { lines += Self.section(figures) }
    if let pairs = ClientHopPairs(rows) { lines += ["", "## What a client alone can tell", ""] + pairs.sentences.map { "- \($0)" } }
    return lines.joined(separator: "\n")
  }

  private var figures: ClientHopFigures? { ClientHopFigures(rows) }

  private static func section(_ figures: ClientHopFigures) -> [String] {
    var lines = ["", "## What a client alone can tell", ""] + figures.sentences.map { "- \($0)" }
    guard !figures.exceptions.isEmpty else { return lines }
    lines += ["", "| fault | counts as | because |", "|---|---|---|"]
    for (fault, view) in figures.exceptions {
      switch view {
      case .told: break
      case .shared(let why): lines.append("| `\(fault)` | named, not alone | \(why) |")
      case .unseen(let why): lines.append("| `\(fault)` | neither | \(why) |")
      }
    }
    return lines
  }

  private static func marked(_ cause: Matrix.Cause) -> String {
    let more = cause.alternatives.isEmpty ? "" : " or " + cause.alternatives.map { "`\($0)`" }.joined(separator: ", ")
    return "`\(cause.rule)` (\(cause.party.rawValue))\(more)"
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  private static func wrapped(_ text: String, indent: Int, width: Int) -> [String] {
    let margin = String(repeating: " ", count: indent)
    var lines: [String] = []
    var line = margin
    for word in text.split(separator: " ") {
      if line.count + word.count >= width, line != margin {
        lines.append(line)
        line = margin
      }
      line += line == margin ? word : " " + word
    }
    return lines + [line]
  }
}

extension Matrix.Row {
  /// Nothing more needs to be said than that the cause was found.
  fileprivate var isPlain: Bool {
    guard expected.count == found.count else { return false }
    return zip(expected, found).allSatisfy { $0.rule == $1.rule && $0.party == $1.party && $1.alternatives.isEmpty }
  }

  /// What the diagnosis said, in a line.
  package var answer: String {
    guard !found.isEmpty else { return "nothing" }
    return found.map { cause in
      let also = cause.alternatives.isEmpty ? "" : " (or \(cause.alternatives.joined(separator: ", ")))"
      return "\(cause.rule)\(also), \(cause.certainty?.rawValue ?? ""), \(cause.party.rawValue)"
    }.joined(separator: "; and ")
  }
}
