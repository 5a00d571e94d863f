internal import Foundation

/// One line of output: what was measured, the ratio, and the figures behind it.
enum Line {
  static func print(_ title: String, _ ratio: String, _ figures: String) {
    let column = title.padding(toLength: max(title.count, 34), withPad: " ", startingAt: 0)
    FileHandle.standardOutput.write(Data("\(column)  \(ratio)   [\(figures)]\n".utf8))
  }

  /// A length of time in a unit that suits it.
  static func time(_ seconds: Double) -> String {
    switch abs(seconds) {
    case 1...: String(format: "%.2f s", seconds)
    case 1e-3...: String(format: "%.2f ms", seconds * 1e3)
    case 1e-6...: String(format: "%.2f µs", seconds * 1e6)
    default: String(format: "%.0f ns", seconds * 1e9)
    }
  }
}
