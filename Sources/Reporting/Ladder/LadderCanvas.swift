internal import Diagnosis
internal import Timeline

/// Where the life-lines stand, and how a row is drawn between them.
struct LadderCanvas {
  /// False where nothing was seen of the service and nothing is missing there: its life-line would only take room.
  let showsService: Bool
  private let clientsPeer: Party
  private let timeWidth: Int
  /// Columns of the life-lines, from 0.
  private let rails: [Int]
  /// Columns between two of them.
  private let inner: Int

  init(_ ladder: Ladder, width: Int) {
    showsService = ladder.seesServiceHop || ladder.rows.contains { $0.hop == .service }
    clientsPeer = ladder.clientsPeer
    timeWidth = max(7, ladder.rows.map { Self.time($0).count }.max() ?? 0)
    let left = timeWidth + 3
    let hops = showsService ? 2 : 1
    // One wide hop would only draw long arrows.
    inner = min((width - left - 1) / hops - 1, showsService ? 60 : 52)
    rails = (0...hops).map { [inner] in left + $0 * (inner + 1) }
  }

  /// Names over the life-lines, the last one ending at its own.
  var heading: String {
    let names = showsService ? ["client", "relay", "service"] : ["client", clientsPeer.rawValue]
    var line = Columns.pad("seconds", timeWidth + 2, right: true) + " "
    for (index, name) in names.enumerated() {
      let column = index == 0 ? rails[index] : index == names.count - 1 ? rails[index] + 1 - name.count : rails[index] - name.count / 2
      line = Columns.pad(line, column) + name
    }
    return line
  }

  func draw(_ row: LadderRow) -> [String] {
    guard let hop = row.hop else { return remark(row) }
    let suffix = row.evidence.first.map { " #\($0)" } ?? ""
    guard row.direction != nil else { return above(row, hop, suffix) }
    let room = inner - 4 - Columns.width(suffix)
    if Columns.width(row.label) <= room {
      return [line(row, between: hop, arrow(row, row.label + suffix), first: true, arrow: true)]
    }
    // What was said matters more than that it is a result, which its place shows.
    if row.kind == .result, row.tally.count == 1, !row.isMissing {
      let label = Columns.fit(String(row.label.dropFirst(row.tally.noun.count + 1)), room)
      return [line(row, between: hop, arrow(row, label + suffix), first: true, arrow: true)]
    }
    return above(row, hop, suffix) + [line(row, between: hop, arrow(row, nil), first: false, arrow: true)]
  }

  /// A label too long for its arrow, on lines of its own; as many as its kind is worth.
  private func above(_ row: LadderRow, _ hop: Hop, _ suffix: String) -> [String] {
    let most = [.handshake, .failure, .close, .violation].contains(row.kind) ? 6 : 2
    var lines = texts(row, suffix)
    if lines.count > most {
      lines.removeSubrange(most...)
      lines[most - 1] = Columns.prefix(lines[most - 1], inner - 3 - Columns.width(suffix)) + "…" + suffix
    }
    return lines.enumerated().map { line(row, between: hop, " " + $1, first: $0 == 0, arrow: false) }
  }

  /// A request breaks behind `?` and `&`, everything else between words.
  private func texts(_ row: LadderRow, _ suffix: String) -> [String] {
    let width = inner - 2
    guard row.kind == .handshake, row.direction == .towardsService else { return Wrapping.wrap(row.label + suffix, width: width) }
    var lines: [String] = [""]
    for part in Self.parts(row.label + suffix) {
      if Columns.width(lines[lines.count - 1]) + Columns.width(part) <= width {
        lines[lines.count - 1] += part
      } else {
        lines += Wrapping.wrap(part, width: width)
      }
    }
    return lines.filter { !$0.isEmpty }
  }

  private static func parts(_ target: String) -> [String] {
    target.reduce(into: [""]) { parts, character in
      parts[parts.count - 1].append(character)
      if character == "?" || character == "&" { parts.append("") }
    }
  }

  /// `─ label ──▶` towards the service, `◀── label ─` towards the client; dashed where it is missing, doubled for audio.
  private func arrow(_ row: LadderRow, _ label: String?) -> String {
    let stroke = row.isMissing ? "╌" : row.kind == .audio ? "═" : "─"
    let text = label.map { " \($0) " } ?? ""
    let fill = String(repeating: stroke, count: max(0, inner - 2 - Columns.width(text)))
    let head = row.kind == .failure ? "✕" : row.direction == .towardsService ? "▶" : "◀"
    return row.direction == .towardsService ? stroke + text + fill + head : head + fill + text + stroke
  }

  /// One line of a row: its time and mark at the left, the life-lines, and something between two of them.
  private func line(_ row: LadderRow, between hop: Hop, _ content: String, first: Bool, arrow: Bool) -> String {
    let start = hop == .client ? 0 : 1
    var line = lead(row, first: first)
    for index in rails.indices {
      var rail = "│"
      if arrow, row.direction == .towardsService, index == start { rail = "├" }
      if arrow, row.direction == .towardsClient, index == start + 1 { rail = "┤" }
      line = Columns.pad(line, rails[index]) + rail + (index == start ? content : "")
    }
    return line
  }

  /// A note across the life-lines, or a gap, in which they are dotted.
  private func remark(_ row: LadderRow) -> [String] {
    let rail = row.kind == .gap ? "⋮" : "│"
    let room = (rails.last ?? 0) - rails[0] - 3
    let suffix = row.kind == .gap ? "" : row.evidence.first.map { " #\($0)" } ?? ""
    return Wrapping.wrap(row.label + suffix, width: room).enumerated().map { index, text in
      var line = lead(row, first: index == 0) + rail + " " + text + " "
      for column in rails.dropFirst() where column >= Columns.width(line) { line = Columns.pad(line, column) + rail }
      return Wrapping.trimmed(line)
    }
  }

  private func lead(_ row: LadderRow, first: Bool) -> String {
    let mark = !first ? " " : row.isMissing ? "?" : row.isEvidence ? "!" : " "
    return "\(mark) \(Columns.pad(first ? Self.time(row) : "", timeWidth, right: true)) "
  }

  /// What is missing and what is left out has no time of its own.
  private static func time(_ row: LadderRow) -> String {
    row.isMissing || row.kind == .gap ? "" : Wording.decimal(row.at.seconds, 3)
  }
}
