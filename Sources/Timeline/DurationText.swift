/// Lengths of time as people write them: `10s`, `20ms`, `1.5 s`.
package enum DurationText {
  package static let units = ["ns", "us", "ms", "s", "min"]
  /// A day; longer is a slip of the pen.
  package static let longest: Nanoseconds = 86_400 * 1_000_000_000

  package enum Fault: Error, Equatable {
    case noUnit(number: String)
    case unknownUnit(String)
    case negative
    case tooLong
    case notADuration
  }

  /// Nanoseconds of a text such as `10s`.
  package static func parse(_ text: String) throws(Fault) -> Nanoseconds {
    let trimmed = text.drop { $0 == " " }
    let number = trimmed.prefix { "+-.0123456789".contains($0) }
    guard let value = decimal(String(number)) else { throw .notADuration }
    let unit = trimmed.dropFirst(number.count).drop { $0 == " " }
    guard !unit.isEmpty else { throw .noUnit(number: String(number)) }
    guard let scale = scale(of: String(unit)) else { throw .unknownUnit(String(unit)) }
    guard value >= 0 else { throw .negative }
    guard value * scale <= Double(longest) else { throw .tooLong }
    return Nanoseconds((value * scale).rounded())
  }

  /// The same for who needs no reason; nil where it is none.
  package static func nanoseconds(_ text: String) -> Nanoseconds? { try? parse(text) }

  /// The shortest text that reads back as the same length.
  package static func text(_ duration: Nanoseconds) -> String {
    let units: [(String, Nanoseconds)] = [("s", 1_000_000_000), ("ms", 1_000_000), ("us", 1_000)]
    for (unit, size) in units where duration % size == 0 { return "\(duration / size)\(unit)" }
    return "\(duration)ns"
  }

  /// A figure for people, with at most one decimal: `2.9`, `10`.
  package static func tenths(_ value: Double) -> String {
    let rounded = Int((value * 10).rounded())
    return rounded % 10 == 0 ? "\(rounded / 10)" : "\(rounded / 10).\(abs(rounded % 10))"
  }

  /// A finite decimal number; neither hexadecimal nor `nan` nor `inf`, which `Double` would take.
  package static func decimal(_ text: String) -> Double? {
    guard let first = text.first, first != "e", first != "E", text.allSatisfy({ "+-.0123456789eE".contains($0) }) else { return nil }
    guard let value = Double(text), value.isFinite else { return nil }
    return value
  }

  private static func scale(of unit: String) -> Double? {
    switch unit {
    case "ns": 1
    case "us", "µs": 1e3
    case "ms": 1e6
    case "s": 1e9
    case "min": 60e9
    default: nil
    }
  }
}
