internal import Diagnosis
internal import Timeline

/// One figure of a session that differs a little each time, compared beyond its noise only.
package struct Measure: Sendable, Equatable {
  package enum Unit: String, Sendable {
    /// Of time, in seconds.
    case seconds
    /// Part of 1.
    case ratio
    case count
  }

  package var name: String
  package var unit: Unit
  package var value: Double

  /// Differences up to this say nothing even where all repetitions agree.
  static func floor(_ unit: Unit, around value: Double) -> Double {
    switch unit {
    case .seconds: max(0.1, 0.2 * value)
    case .ratio: 0.05
    case .count: max(2, 0.25 * value)
    }
  }

  /// Whether more of it is worse; of counts neither is.
  var isWorseUpwards: Bool { unit != .count }

  static func text(_ value: Double, _ unit: Unit) -> String {
    switch unit {
    case .seconds: Wording.span(.seconds(value))
    case .ratio: "\(Wording.decimal(value * 100, 1)) %"
    case .count: Wording.decimal(value, value == value.rounded() ? 0 : 1)
    }
  }
}
