internal import Diagnosis
internal import Timeline

/// The ladder of one session as a drawing: three life-lines, time downwards, an arrow a row.
///
/// Places across are in percent and texts in pixels, so that it fits a telephone without becoming small: there the labels are shorter.
struct HTMLLadder {
  /// Where each row begins, and where each event that the page names is drawn.
  let anchors: [Int64: String]
  /// What a message says, in fewer words than its bytes: of results and Metadata, by event.
  let labels: [Int64: String]
  private let ladder: Ladder
  private let number: Int
  private static let rowHeight = 30.0
  private static let top = 40.0

  init(_ report: Report, _ info: SessionInfo, _ events: Series<Event>) {
    number = info.number
    ladder = Ladder(
      session: info, events: events, run: report.run,
      findings: report.diagnosis.rootCauses.map(\.finding))
    anchors = ladder.rows.reduce(into: [:]) { anchors, row in
      guard let first = row.events.first else { return }
      anchors[first] = Self.anchor(first)
      for event in row.events where report.events[event] != nil { anchors[event] = Self.anchor(first) }
    }
    labels = ladder.rows.reduce(into: [:]) { labels, row in
      if row.kind == .result || row.kind == .metadata, row.events.count == 1 { labels[row.events[0]] = row.label }
    }
  }

  private static func anchor(_ event: Int64) -> String { "arrow-\(event)" }

  /// - Parameter rows: Anchors in the frame table, by event: where an arrow leads.
  func section(_ rows: [Int64: String]) -> HTML {
    guard !ladder.rows.isEmpty else { return .nothing }
    let height = Self.top + Double(ladder.rows.count) * Self.rowHeight + 8
    let drawing = HTML.tag(
      .svg, [.class("ladder"), .role("group"), .label(summary), .draw(.width, "100%"), .draw(.height, height)],
      [
        .tag(
          .text, [.class("at"), .draw(.x, 0), .draw(.y, 18)],
          [.tag(.tspan, [.class("wide")], ["seconds"]), .tag(.tspan, [.class("narrow")], ["s"])])
      ]
        + lifelines(height) + ladder.rows.enumerated().map { row($1, at: Self.top + (Double($0) + 0.5) * Self.rowHeight, rows) })
    return HTMLSessionCard.part("Ladder", [.tag(.figure, [], [drawing, caption])])
  }

  private var summary: String {
    "Ladder diagram of session \(number): \(Wording.count(ladder.rows.count, "row")) between \(ladder.parties), time downwards"
  }

  private var caption: HTML {
    var notes: [String] = []
    if ladder.rows.contains(where: \.isEvidence) { notes.append("▶ marks evidence of a root cause.") }
    if ladder.rows.contains(where: \.isMissing) { notes.append("A dashed arrow is what should have come, and did not.") }
    if !ladder.seesServiceHop, !isDirect { notes.append("The service hop was not seen.") }
    notes.append("Runs of audio are one arrow. An arrow leads to its row in the frame table.")
    return .tag(.figcaption, [], HTMLProse.sentence((notes + ladder.folded).joined(separator: " ")))
  }

  // MARK: Life-lines

  private var isDirect: Bool { ladder.clientsPeer == .service }

  private func name(_ party: Party) -> String { (party == .relay ? ladder.clientsPeer : party).rawValue }

  private func place(_ party: Party) -> Double {
    switch party {
    case .client: 18
    case .relay: isDirect ? 92 : 55
    default: 92
    }
  }

  private static func percent(_ value: Double) -> String { HTMLAttribute.short(value) + "%" }

  private func lifelines(_ height: Double) -> [HTML] {
    let parties: [Party] = isDirect ? [.client, .relay] : [.client, .relay, .service]
    return parties.flatMap { party -> [HTML] in
      let x = Self.percent(place(party))
      let isUnseen = party == .service && !ladder.seesServiceHop
      return [
        .tag(.text, [.class("party"), .draw(.x, x), .draw(.y, 18), .draw(.textAnchor, "middle")], [.text(name(party))]),
        .tag(
          .line,
          [
            .class(isUnseen ? "life unseen-life" : "life"), .draw(.x1, x), .draw(.x2, x), .draw(.y1, 28), .draw(.y2, height - 4),
          ]),
      ]
    }
  }

  // MARK: Rows

  private func row(_ row: LadderRow, at y: Double, _ rows: [Int64: String]) -> HTML {
    let first = row.events.first
    let style = ["row", "k-\(row.kind.rawValue)", row.isEvidence ? "evidence" : "", row.isMissing ? "missing" : ""]
    let time = HTML.tag(
      .text, [.class("at"), .draw(.x, 0), .draw(.y, y + 4)], [.text((row.isEvidence ? "▶ " : "") + Wording.decimal(row.at.seconds, 3))])
    let band = HTML.tag(
      .rect, [.class("band"), .draw(.x, 0), .draw(.y, y - 15), .draw(.width, "100%"), .draw(.height, Self.rowHeight), .draw(.rx, 4)])
    let content = [band] + (row.isMissing || row.kind == .gap ? [] : [time]) + drawing(row, y)
    let target = row.events.lazy.compactMap { rows[$0] }.first
    let spoken = spoken(row)
    let body: [HTML] = target.map { [.link($0, content, [.label(spoken)])] } ?? [.tag(.g, [.role("img"), .label(spoken)], content)]
    return .tag(.g, (first.map { [.id(Self.anchor($0))] } ?? []) + [.class(style.filter { !$0.isEmpty }.joined(separator: " "))], body)
  }

  /// The whole row as a sentence, for those who hear the page.
  private func spoken(_ row: LadderRow) -> String {
    let who = row.sender.flatMap { sender in row.receiver.map { "\(name(sender)) to \(name($0)): " } } ?? ""
    return "\(Wording.time(row.at)), \(who)\(row.label)" + (row.isEvidence ? " (evidence of \(Wording.list(row.rules)))" : "")
      + (row.isMissing ? " (missing)" : "")
  }

  private func drawing(_ row: LadderRow, _ y: Double) -> [HTML] {
    guard let hop = row.hop else {
      let text = row.kind == .gap ? "⋮ \(row.label)" : row.label
      return labels(text, brief: text, x: 55, y: y + 4, long: 100, short: 42)
    }
    let left = place(hop == .client ? .client : .relay)
    let right = place(hop == .client ? .relay : .service)
    let hasArrow = row.direction != nil && row.kind != .violation
    let label = labels(
      row.label, brief: brief(row), x: (left + right) / 2, y: hasArrow ? y - 3 : y + 4, long: row.isEvidence ? 42 : 46,
      short: row.isEvidence ? 18 : 20)
    guard let direction = row.direction, hasArrow else { return label }
    let goesRight = direction == .towardsService
    let ends = goesRight ? (left, right) : (right, left)
    let isCut = row.kind == .end || row.kind == .failure
    let line = HTML.tag(
      .line,
      [.class("wire"), .draw(.x1, Self.percent(ends.0)), .draw(.x2, Self.percent(ends.1)), .draw(.y1, y + 5), .draw(.y2, y + 5)])
    let shape = isCut ? "M-6 -5l10 10m0 -10l-10 10" : goesRight ? "M-1 0l-9 -4.5v9z" : "M1 0l9 -4.5v9z"
    let tip = HTML.tag(
      .svg, [.class(isCut ? "tip cross" : "tip"), .draw(.x, Self.percent(ends.1)), .draw(.y, y + 5)], [.tag(.path, [.draw(.d, shape)])])
    return label + [line, tip]
  }

  /// What of a label tells most, for narrow pages.
  private func brief(_ row: LadderRow) -> String {
    if row.isMissing { return row.label.replacing(" here", with: "") }
    if row.kind == .audio, let end = row.label.firstRange(of: " in ") { return String(row.label[..<end.lowerBound]) }
    if row.kind == .close { return row.label.split(separator: " ").prefix(2).joined(separator: " ") }
    return row.kind == .result ? row.label.replacing("Results ", with: "") : row.label
  }

  /// A label, and a shorter one for narrow pages where it is too long for them.
  private func labels(_ text: String, brief: String, x: Double, y: Double, long: Int, short: Int) -> [HTML] {
    func label(_ text: String, _ style: String) -> HTML {
      .tag(.text, [.class(style), .draw(.x, Self.percent(x)), .draw(.y, y), .draw(.textAnchor, "middle")], [.text(text)])
    }
    let whole = Columns.fit(text, long)
    let brief = Columns.width(whole) > short ? Columns.fit(brief, short) : whole
    return brief == whole ? [label(whole, "on")] : [label(whole, "on wide"), label(brief, "on narrow")]
  }
}
