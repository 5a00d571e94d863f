/// The time at the beginning of a line of a log.
enum LogTime {
  /// Takes it off the line: seconds since 1970 (as `ts '%.s'` puts them there), a date with a time, or a time of the day, in brackets or not.
  /// - Returns: Nanoseconds, since 1970 or since midnight; nil where there is none.
  static func take(from line: inout Substring) -> Int64? {
    var rest = line.drop { $0 == " " || $0 == "[" || $0 == "\t" }
    let word = rest.prefix { !$0.isWhitespace && $0 != "]" }
    rest = rest.dropFirst(word.count)
    var found = CaptureTime.unixNanoseconds(word).flatMap { $0 > 100_000_000 * 1_000_000_000 ? $0 : nil } ?? stamp(word) ?? clock(word)
    if found == nil, let day = date(word) {
      // A date, and the time behind a space.
      let time = rest.dropFirst().prefix { !$0.isWhitespace && $0 != "]" }
      found = clock(time).map { day + $0 }
      rest = rest.dropFirst(1 + time.count)
    }
    guard let found else { return nil }
    line = rest.drop { $0 == "]" || $0 == " " || $0 == "\t" }
    return found
  }

  private static func stamp(_ word: Substring) -> Int64? {
    guard word.contains("T"), word.first?.isNumber == true else { return nil }
    let text = word.replacing(",", with: ".")
    let hasZone = text.hasSuffix("Z") || text.suffix(6).contains { $0 == "+" || $0 == "-" }
    return ISOTime.unixNanoseconds(hasZone ? String(text) : text + "Z")
  }

  private static func date(_ word: Substring) -> Int64? {
    let parts = word.split(whereSeparator: { $0 == "-" || $0 == "/" })
    guard parts.count == 3, parts[0].count == 4, parts.allSatisfy({ $0.allSatisfy(\.isNumber) }) else { return nil }
    return ISOTime.unixNanoseconds(parts.joined(separator: "-") + "T00:00:00Z")
  }

  /// `10:00:01`, `10:00:01.250` or `10:00:01,250`.
  private static func clock(_ word: Substring) -> Int64? {
    let parts = word.replacing(",", with: ".").split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 3, let hours = Int64(parts[0]), let minutes = Int64(parts[1]), (0..<24).contains(hours), (0..<60).contains(minutes)
    else { return nil }
    return CaptureTime.unixNanoseconds(parts[2]).map { (hours * 3600 + minutes * 60) * 1_000_000_000 + $0 }
  }
}
