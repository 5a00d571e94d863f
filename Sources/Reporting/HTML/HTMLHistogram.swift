internal import Diagnosis
internal import Timeline

/// How times are spread, as bars over equal steps; a caption says the same in words.
enum HTMLHistogram {
  /// Values from which on a picture tells more than the list of them.
  private static let least = 8

  static func figure(_ title: String, _ values: [Nanoseconds]) -> HTML {
    guard values.count >= least, let least = values.min(), let greatest = values.max() else { return .nothing }
    let step = step(for: greatest - least)
    let first = floor(least, step)
    let bins = Int((floor(greatest, step) - first) / step) + 1
    var counts = [Int](repeating: 0, count: bins)
    for value in values { counts[min(bins - 1, Int((value - first) / step))] += 1 }
    let most = Double(counts.max() ?? 1)
    let width = 1000 / Double(bins)
    let bars = counts.enumerated().filter { $0.element > 0 }.map { index, count -> HTML in
      let height = Double(count) / most * 100
      return .tag(
        .rect,
        [
          .draw(.x, Double(index) * width + width * 0.05), .draw(.y, 100 - height), .draw(.width, width * 0.9), .draw(.height, height),
        ])
    }
    let top = counts.indices.max { (counts[$0], -$0) < (counts[$1], -$1) } ?? 0
    let from = Wording.span(first + step * Int64(top))
    let caption =
      "\(title): \(Wording.count(values.count, "value")) from \(Wording.span(least)) to \(Wording.span(greatest)), "
      + "most often (\(counts[top])) from \(from) to \(Wording.span(first + step * Int64(top + 1)))."
    let ticks = (0...4).map { quarter -> HTML in
      let at = first + Int64(Double(step) * Double(bins) * Double(quarter) / 4)
      return .tag(.span, [.left(percent: Double(quarter) * 25)], [.text(Wording.span(at))])
    }
    let plot = HTML.tag(
      .svg,
      [
        .class("plot histogram"), .role("img"), .label(caption), .draw(.viewBox, "0 0 1000 100"), .draw(.preserveAspectRatio, "none"),
      ], bars)
    return .tag(
      .figure, [],
      [
        .tag(.div, [.class("chart wavechart")], [plot, .tag(.div, [.class("xaxis"), .silent], ticks)]),
        .tag(.figcaption, [], [.text(caption)]),
      ])
  }

  /// 1, 2 or 5 times a power of ten, so that there are at most 24 bars.
  private static func step(for range: Nanoseconds) -> Nanoseconds {
    var unit: Nanoseconds = 10_000
    while true {
      for factor: Nanoseconds in [1, 2, 5] where range / (unit * factor) < 24 { return unit * factor }
      unit *= 10
    }
  }

  private static func floor(_ value: Nanoseconds, _ step: Nanoseconds) -> Nanoseconds {
    value >= 0 ? value / step * step : -((-value + step - 1) / step) * step
  }
}
