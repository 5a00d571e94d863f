internal import Lab

/// Which of the messages that it meets an operator touches.
package enum Rhythm: Sendable, Hashable {
  case each
  /// The second, fourth … for 2.
  case every(Int)
  /// Each with this probability, in hundredths.
  case chance(Int)

  /// - Parameter count: How many it has met, with this one.
  func strikes(_ count: Int, random: inout SplitMix64) -> Bool {
    switch self {
    case .each: true
    case .every(let step): count % max(1, step) == 0
    case .chance(let hundredths): random.unit() * 100 < Double(hundredths)
    }
  }

  package var text: String {
    switch self {
    case .each: "each"
    case .every(let step): "every \(step)th"
    case .chance(let hundredths): "each with \(hundredths) %"
    }
  }
}
