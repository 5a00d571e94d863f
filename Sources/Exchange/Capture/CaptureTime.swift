/// Times in decimal seconds since 1970, as captures and logs have them.
enum CaptureTime {
  /// Nanoseconds; nil where it is no such time.
  static func unixNanoseconds(_ text: some StringProtocol) -> Int64? {
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard let whole = parts.first, let seconds = Int64(whole), (0..<4_000_000_000).contains(seconds) else { return nil }
    guard parts.count == 2 else { return seconds * 1_000_000_000 }
    let digits = parts[1].prefix(9)
    guard !digits.isEmpty, digits.allSatisfy(\.isWholeNumber), let fraction = Int64(digits) else { return nil }
    return seconds * 1_000_000_000 + (digits.count..<9).reduce(fraction) { value, _ in value * 10 }
  }
}
