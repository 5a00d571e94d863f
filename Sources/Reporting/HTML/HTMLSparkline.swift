/// A small line without axes, for a cell of a table: from the least value at the bottom to the greatest at the top.
enum HTMLSparkline {
  private static let width = 120.0
  private static let height = 24.0

  /// - Parameter values: One a step; nil breaks the line.
  static func draw(_ values: [Double?], label: String) -> HTML {
    let known = values.compactMap(\.self)
    guard let least = known.min(), let greatest = known.max(), known.count > 1 else { return .nothing }
    let range = greatest > least ? greatest - least : 1
    func x(_ index: Int) -> Double { 3 + Double(index) / Double(max(1, values.count - 1)) * (width - 6) }
    func y(_ value: Double) -> Double { greatest > least ? height - 3 - (value - least) / range * (height - 6) : height / 2 }
    var runs: [[String]] = [[]]
    for (index, value) in values.enumerated() {
      if let value {
        runs[runs.count - 1].append("\(HTMLAttribute.short(x(index))),\(HTMLAttribute.short(y(value)))")
      } else if !(runs.last ?? []).isEmpty {
        runs.append([])
      }
    }
    let lines = runs.filter { !$0.isEmpty }.map { points in
      HTML.tag(.polyline, [.class("heard"), .draw(.points, (points.count == 1 ? points + points : points).joined(separator: " "))])
    }
    let last = values.lastIndex { $0 != nil }.flatMap { index in values[index].map { (x(index), y($0)) } }
    let dot = last.map { [HTML.tag(.circle, [.class("tip"), .draw(.cx, $0.0), .draw(.cy, $0.1), .draw(.r, 3)])] } ?? []
    return .tag(
      .svg, [.class("spark"), .role("img"), .label(label), .draw(.width, width), .draw(.height, height)], lines + dot)
  }
}
