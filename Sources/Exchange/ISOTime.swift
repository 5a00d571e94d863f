internal import FoundationEssentials

/// Times on the wall as HAR writes them (ISO 8601), and as nanoseconds since 1970.
enum ISOTime {
  static func text(_ unixNanoseconds: Int64) -> String {
    // To the millisecond, cut and not rounded.
    let milliseconds = unixNanoseconds.quotientFloor(1_000_000)
    let date = Date(timeIntervalSince1970: Double(milliseconds.quotientFloor(1000)))
    let fraction = String(milliseconds - milliseconds.quotientFloor(1000) * 1000)
    let whole = date.formatted(.iso8601)
    return whole.dropLast() + "." + String(repeating: "0", count: 3 - fraction.count) + fraction + "Z"
  }

  /// Nil where it is no such time, or one beyond the year 2096.
  static func unixNanoseconds(_ text: String) -> Int64? {
    let dot = text.firstIndex(of: ".")
    let zone = text.lastIndex { $0 == "Z" || $0 == "+" || $0 == "-" }
    var plain = text
    var fraction: Int64 = 0
    if let dot, let zone, dot < zone {
      let digits = text[text.index(after: dot)..<zone].prefix(9)
      guard let value = Int64(digits) else { return nil }
      fraction = (digits.count..<9).reduce(value) { value, _ in value * 10 }
      plain = String(text[..<dot] + text[zone...])
    }
    guard let date = try? Date(plain, strategy: .iso8601), abs(date.timeIntervalSince1970) < 4e9 else { return nil }
    return Int64(date.timeIntervalSince1970.rounded()) * 1_000_000_000 + fraction
  }
}

extension Int64 {
  fileprivate func quotientFloor(_ divisor: Int64) -> Int64 { self >= 0 ? self / divisor : -((-self + divisor - 1) / divisor) }
}
