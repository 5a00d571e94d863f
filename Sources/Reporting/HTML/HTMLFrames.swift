internal import Diagnosis
internal import Timeline

/// Every frame of a session as a table, audio folded, to be filtered where there is JavaScript and read where there is none.
struct HTMLFrames {
  let anchors: [Int64: String]
  private let rows: [HTMLFrameRow]
  /// Rows that were not left out, by their place.
  private let shown: [Int]
  private let ladder: HTMLLadder
  private let payload: Int
  private let list: HTMLFrameList
  private let named: Set<Int64>

  /// - Parameters:
  ///   - rows: All of the session, audio folded.
  ///   - named: Events that the page names: their rows are never left out.
  init(_ rows: [HTMLFrameRow], list: HTMLFrameList, named: [Int64: EventLine], _ ladder: HTMLLadder, _ budget: HTMLBudget) {
    let tooMany = rows.count > budget.rows
    let shown = rows.indices.filter { index in
      !tooMany || index < budget.rows * 2 / 3 || index >= rows.count - budget.rows / 3 || rows[index].events.contains { named[$0] != nil }
    }
    anchors = shown.reduce(into: [:]) { anchors, index in
      anchors[rows[index].first] = rows[index].anchor
      // An event in the midst of a run has an anchor of its own: the script finds its frame by it.
      for event in rows[index].events where named[event] != nil { anchors[event] = "row-\(event)" }
    }
    self.rows = rows
    self.named = Set(named.keys)
    self.shown = shown
    self.ladder = ladder
    self.list = list
    payload = budget.payload
  }

  func section(_ number: Int) -> HTML {
    guard !rows.isEmpty else { return .nothing }
    let table = "frames-\(number)"
    return .tag(
      .details, [.class("frames")],
      [
        .tag(.summary, [], [.tag(.h4, [], [.text("Frames: \(Wording.count(rows.count, "row"))")])]),
        .tag(.p, [.class("dim")], HTMLProse.sentence(said)), filter(table, number),
        .tag(
          .div, [.class("scroll"), .role("region"), .tabindex(0), .label("Frame table of session \(number)")],
          [.tag(.table, [.id(table), .class("frametable")], [head, .tag(.tbody, [], body)])]),
        list.isEmpty ? .nothing : list.island(table),
      ])
  }

  /// What the table leaves out, said plainly.
  private var said: String {
    let folded = rows.reduce(0) { $0 + ($1.kind == "audio" ? $1.events.count : 0) }
    let left = rows.count - shown.count
    var parts: [String] = []
    if folded > 0 { parts.append("\(Wording.count(folded, "frame")) of audio are folded into one row for each run.") }
    if left > 0 { parts.append("\(Wording.count(left, "row")) in the middle are left out of this page; `sttcheck frames` shows them all.") }
    parts.append("Payloads are shown up to \(payload) characters, those that crossed both hops once.")
    return parts.joined(separator: " ")
  }

  private func filter(_ table: String, _ number: Int) -> HTML {
    func choice(_ title: String, _ name: HTMLAttribute, _ values: [String]) -> HTML {
      let options = [HTML.tag(.option, [.value("")], ["all"])] + values.map { .tag(.option, [.value($0)], [.text($0)]) }
      return .tag(.label, [], [.text(title + " "), .tag(.select, [name], options)])
    }
    func known(_ values: [String]) -> [String] { Set(values).sorted() }
    return .tag(
      .form, [.class("filter"), .data(.copy, table), .scripted, .label("Filter the frame table of session \(number)")],
      [
        choice("Hop", .name("hop"), known(shown.compactMap { rows[$0].hop?.rawValue })),
        choice("Sender", .name("sender"), known(shown.compactMap { rows[$0].line.sender?.rawValue })),
        choice("Kind", .name("kind"), known(shown.map { rows[$0].kind })),
        .tag(.label, [], ["Text ", .tag(.input, [.name("text"), .type("search")])]),
        .tag(.label, [], [.tag(.input, [.name("audio"), .type("checkbox")]), " each frame of audio"]), .tag(.output, [.polite]),
      ])
  }

  private var head: HTML {
    let titles = ["#", "seconds", "direction", "what"]
    return .tag(.thead, [], [.tag(.tr, [], titles.map { .tag(.th, [.scope("col")], [.text($0)]) })])
  }

  private var body: [HTML] {
    var seen: [[UInt8]: Int64] = [:]
    var before = -1
    return shown.flatMap { index -> [HTML] in
      let missing = index - before - 1
      before = index
      let gap = HTML.tag(.tr, [.class("dim")], [.tag(.td, [.colspan(4)], [.text("… \(Wording.count(missing, "row")) not shown …")])])
      return (missing > 0 ? [gap] : []) + [line(rows[index], &seen)]
    }
  }

  private func line(_ row: HTMLFrameRow, _ seen: inout [[UInt8]: Int64]) -> HTML {
    let line = row.line
    let number = HTML.text("\(row.first)")
    let arrow = row.events.lazy.compactMap { ladder.anchors[$0] }.first
    let inner = row.events.dropFirst().filter(named.contains).map { HTML.tag(.span, [.id("row-\($0)")]) }
    var marks: [HTMLAttribute] = [.id(row.anchor), .data(.kind, row.kind)]
    if let hop = row.hop { marks.append(.data(.hop, hop.rawValue)) }
    if let sender = line.sender { marks.append(.data(.sender, sender.rawValue)) }
    return .tag(
      .tr, marks,
      [
        .tag(
          .td, [.class("number")],
          [arrow.map { .link($0, [number], [.label("Event \(row.first): show it in the ladder")]) } ?? number] + inner),
        .tag(.td, [.class("number")], [.text(row.time)]), .tag(.td, [.class("who")], [.text(line.direction ?? "–")]),
        .tag(.td, [.class("what")], words(row, line) + [payload(row, &seen)]),
      ])
  }

  /// What a message says where it could be read, else its first bytes.
  private func words(_ row: HTMLFrameRow, _ line: EventLine) -> [HTML] {
    guard let label = ladder.labels[row.first] else { return [.code(line.text)] }
    return [.code(label), .tag(.span, [.class("size")], [.text(" \(row.kind), \(Wording.count(row.payload.count, "byte"))")])]
  }

  private func payload(_ row: HTMLFrameRow, _ seen: inout [[UInt8]: Int64]) -> HTML {
    guard row.hasMore || ladder.labels[row.first] != nil else { return .nothing }
    if row.kind != "audio", let other = seen[row.payload] {
      return .group([" ", .link("row-\(other)", [.text("same bytes as #\(other)")])])
    }
    if row.kind != "audio" { seen[row.payload] = row.first }
    return .tag(.details, [], [.tag(.summary, [], [.text(row.kind == "audio" ? "first bytes" : "payload")]), row.body(limit: payload)])
  }
}
