internal import Diagnosis
internal import Timeline

/// A figure that is followed over the runs of a scenario.
enum HistoryFigure: String, CaseIterable {
  case firstFinal = "first final"
  case latency = "interim latency"
  case wer = "word error rate"

  func value(_ point: HistoryRun.Point?) -> Double? {
    switch self {
    case .firstFinal: point?.firstFinal?.seconds
    case .latency: point?.latency?.seconds
    case .wer: point?.wer
    }
  }

  func text(_ value: Double) -> String { self == .wer ? "\(Wording.decimal(value * 100, 1)) %" : Wording.span(.seconds(value)) }

  /// First and last known value of a trend: `1.20 s → 1.31 s`; nil where none is known.
  func course(_ trend: History.Trend) -> String? {
    let values = trend.points.compactMap(value)
    guard let first = values.first, let last = values.last else { return nil }
    return values.count == 1 || text(first) == text(last) ? text(last) : "\(text(first)) → \(text(last))"
  }
}
