internal import Foundation

/// The median of some measurements, with the least and the greatest beside it.
struct Spread: CustomStringConvertible {
  private let sorted: [Double]

  /// - Parameter values: At least one.
  init(_ values: [Double]) { sorted = values.sorted() }

  var median: Double { at(0.5) }

  /// The value that so large a part of all does not exceed.
  func at(_ part: Double) -> Double {
    guard !sorted.isEmpty else { return .nan }
    return sorted[min(sorted.count - 1, Int(part * Double(sorted.count)))]
  }

  var description: String {
    String(format: "%.2f (%.2f–%.2f)", median, at(0), at(1))
  }
}
