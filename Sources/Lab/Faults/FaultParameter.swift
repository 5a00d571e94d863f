internal import Scenarios

/// A value that a fault takes on the command line: `after=2` in `early-break:after=2`.
package struct FaultParameter: Sendable, Equatable {
  /// What may be written.
  package enum Kind: Sendable, Equatable {
    /// A whole number of something: `ms`, `bytes`, `finals`.
    case number(unit: String, ClosedRange<Int>)
    case oneOf([String])
  }

  package let name: String
  package let kind: Kind
  /// The value where none is written.
  package let standard: String
  package private(set) var value: String

  /// - Parameter unit: What is counted.
  package init(_ name: String, _ standard: Int, _ unit: String, _ range: ClosedRange<Int>) {
    self.name = name
    kind = .number(unit: unit, range)
    self.standard = String(standard)
    value = self.standard
  }

  package init(_ name: String, _ standard: String, oneOf words: [String]) {
    self.name = name
    kind = .oneOf(words)
    self.standard = standard
    value = standard
  }

  /// What may be written, in words: `0 to 60000 ms`.
  package var allowed: [String] {
    switch kind {
    case .number(let unit, let range): ["a whole number of \(unit) from \(range.lowerBound) to \(range.upperBound)"]
    case .oneOf(let words): words
    }
  }

  /// As in `lab faults`: `ms=600 (0…60000)`, `status=401 (400|401|…)`.
  package var synopsis: String {
    switch kind {
    case .number(let unit, let range):
      "\(name)=\(standard) (\(range.lowerBound)…\(range.upperBound)\(unit == name ? "" : " \(unit)"))"
    case .oneOf(let words): "\(name)=\(standard) (\(words.joined(separator: "|")))"
    }
  }

  /// Takes a value as it was written.
  /// - Returns: False where it is not allowed; nothing changes then.
  mutating func set(_ text: String) -> Bool {
    switch kind {
    case .number(_, let range):
      guard let number = Int(text), range.contains(number) else { return false }
      value = String(number)
    case .oneOf(let words):
      guard words.contains(text) else { return false }
      value = text
    }
    return true
  }

  /// The allowed word that a wrong one looks most like.
  func nearest(to text: String) -> String? {
    guard case .oneOf(let words) = kind else { return nil }
    return NearestName.find(text, among: words)
  }
}
