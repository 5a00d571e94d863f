package import Diagnosis
package import Timeline

/// What reports say and findings don't.
extension Wording {
  /// A point in time of a run: `2.120 s`.
  static func time(_ at: Nanoseconds) -> String { "\(decimal(at.seconds, 3)) s" }

  /// A length of time in the unit that fits: `0.31 ms`, `12 ms`, `2.90 s`.
  package static func span(_ length: Nanoseconds) -> String {
    let milliseconds = Double(length) / 1e6
    if abs(milliseconds) < 9.995 { return "\(decimal(milliseconds, 2)) ms" }
    return abs(milliseconds) < 999.5 ? "\(decimal(milliseconds, 0)) ms" : "\(decimal(length.seconds, 2)) s"
  }

  /// A sentence with its full stop, where it has no end of its own.
  static func ended(_ sentence: String) -> String {
    sentence.last.map { ".!?…".contains($0) } ?? true ? sentence : sentence + "."
  }
}
