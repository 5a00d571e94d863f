internal import Speech
internal import Timeline

/// A ladder as lines of plain text: the life-lines from top to bottom, labels on the arrows, times at the left.
package enum LadderText {
  /// One line, and what it is about, for whoever adds colour.
  package struct Line: Sendable, Equatable {
    package enum Emphasis: Sendable { case plain, evidence, missing, heading }

    package var text: String
    package var emphasis: Emphasis
  }

  /// - Parameter width: Columns that no line exceeds; at least 40.
  package static func render(_ ladder: Ladder, width: Int = 80) -> String {
    lines(ladder, width: width).map(\.text).joined(separator: "\n") + "\n"
  }

  package static func lines(_ ladder: Ladder, width: Int = 80) -> [Line] {
    let width = max(40, width)
    let title = "Session \(ladder.session), \(VisibleText.quote(ladder.scenario, limit: 200))"
    let canvas = LadderCanvas(ladder, width: width)
    var lines = Wrapping.wrap(title, width: width).map { Line(text: Wrapping.trimmed($0), emphasis: .heading) }
    guard !ladder.rows.isEmpty else { return lines + [Line(text: "Nothing was recorded of it.", emphasis: .plain)] }
    lines.append(Line(text: canvas.heading, emphasis: .heading))
    for row in ladder.rows {
      let emphasis: Line.Emphasis = row.isMissing ? .missing : row.isEvidence ? .evidence : .plain
      lines += canvas.draw(row).map { Line(text: $0, emphasis: emphasis) }
    }
    for remark in legend(ladder, canvas) {
      lines += Wrapping.wrap(remark, width: width).map { Line(text: Wrapping.trimmed($0), emphasis: .plain) }
    }
    return lines
  }

  /// Only what this ladder has.
  private static func legend(_ ladder: Ladder, _ canvas: LadderCanvas) -> [String] {
    var marks: [String] = []
    if ladder.rows.contains(where: \.isEvidence) { marks.append("! evidence (# is its event)") }
    if ladder.rows.contains(where: \.isMissing) { marks.append("? ╌ should have come") }
    if ladder.rows.contains(where: { $0.kind == .audio }) { marks.append("═ audio") }
    let legend = marks.isEmpty ? [] : [marks.joined(separator: "; ")]
    let isWhole = canvas.showsService || ladder.clientsPeer == .service
    return legend + (isWhole ? [] : ["The hop between relay and service was not seen."]) + ladder.folded
  }
}
