internal import Timeline

/// Figures as people write them.
enum Wording {
  /// `1 message`, `2 messages`.
  static func count(_ number: Int, _ noun: String, _ plural: String? = nil) -> String {
    "\(number) \(number == 1 ? noun : plural ?? noun + "s")"
  }

  /// A number with exactly so many decimals: `2.50`.
  static func decimal(_ value: Double, _ places: Int) -> String {
    let scale = (0..<places).reduce(1.0) { power, _ in power * 10 }
    guard value.isFinite, abs(value) < 1e15 / scale else { return "\(value)" }
    let scaled = Int64((abs(value) * scale).rounded())
    let sign = value < 0 && scaled != 0 ? "-" : ""
    guard places > 0 else { return "\(sign)\(scaled)" }
    let fraction = String(scaled % Int64(scale))
    return "\(sign)\(scaled / Int64(scale)).\(String(repeating: "0", count: places - fraction.count))\(fraction)"
  }

  /// A point in time of a run: `2.120 s`.
  static func time(_ at: Nanoseconds) -> String { "\(decimal(at.seconds, 3)) s" }

  /// A length of time in the unit that fits: `0.31 ms`, `12 ms`, `2.90 s`.
  static func span(_ length: Nanoseconds) -> String {
    let milliseconds = Double(length) / 1e6
    if abs(milliseconds) < 9.995 { return "\(decimal(milliseconds, 2)) ms" }
    return abs(milliseconds) < 999.5 ? "\(decimal(milliseconds, 0)) ms" : "\(decimal(length.seconds, 2)) s"
  }

  /// A sentence with its full stop, where it has no end of its own.
  static func ended(_ sentence: String) -> String {
    sentence.last.map { ".!?…".contains($0) } ?? true ? sentence : sentence + "."
  }

  /// `a`, `a and b`, `a, b and c`.
  static func list(_ words: [String], _ conjunction: String = "and") -> String {
    guard words.count > 1, let last = words.last else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " \(conjunction) " + last
  }
}
