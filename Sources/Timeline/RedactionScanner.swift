/// Finds every form of every secret in bytes. One table look-up a byte where there is nothing to find.
struct RedactionScanner: Sendable, Equatable {
  private let patterns: [RedactionPattern]
  /// By a byte's value: whether a match can begin with it.
  private let starts: [Bool]
  /// By the value of the byte after it: what such a match may go on with, as bits of `Follows`.
  private let follows: [UInt8]
  /// By a byte's value: the patterns that begin with it as it is.
  private let byFirst: [[Int]]

  private enum Follows {
    static let literal: UInt8 = 1
    static let hex: UInt8 = 2
    static let jsonEscape: UInt8 = 4
  }

  /// Secrets of fewer than four characters are left out: they would be found everywhere.
  init(secrets: [String]) {
    var patterns: [RedactionPattern] = []
    for secret in secrets where secret.count >= 4 {
      for pattern in RedactionPattern.all(of: secret) where !patterns.contains(pattern) { patterns.append(pattern) }
    }
    var starts = [Bool](repeating: false, count: 256)
    var byFirst = [[Int]](repeating: [], count: 256)
    var follows = [UInt8](repeating: 0, count: 256)
    for byte in "%\\+".utf8 { follows[Int(byte)] |= Follows.literal }
    for byte in "0123456789abcdefABCDEF".utf8 { follows[Int(byte)] |= Follows.hex }
    for byte in "\"\\/bfnrtu".utf8 { follows[Int(byte)] |= Follows.jsonEscape }
    for (index, pattern) in patterns.enumerated() {
      guard let first = pattern.bytes.first, let second = pattern.bytes.dropFirst().first else { continue }
      starts[Int(first)] = true
      follows[Int(second)] |= Follows.literal
      byFirst[Int(first)].append(index)
    }
    if !patterns.isEmpty {
      for byte in [UInt8(ascii: "%"), UInt8(ascii: "\\"), UInt8(ascii: "+")] { starts[Int(byte)] = true }
    }
    self.patterns = patterns
    self.starts = starts
    self.follows = follows
    self.byFirst = byFirst
  }

  var isEmpty: Bool { patterns.isEmpty }

  /// Where secrets stand, in order, apart from one another.
  func ranges(in bytes: [UInt8]) -> [Range<Int>] {
    if patterns.isEmpty { return [] }
    var found: [Range<Int>] = []
    bytes.withUnsafeBufferPointer { hay in
      starts.withUnsafeBufferPointer { starts in
        follows.withUnsafeBufferPointer { follows in
          // No form is shorter than two bytes.
          for index in 0..<max(0, hay.count - 1) where starts[Int(hay[index])] {
            var allowed = Follows.literal
            if hay[index] == UInt8(ascii: "%") { allowed |= Follows.hex }
            if hay[index] == UInt8(ascii: "\\") { allowed |= Follows.jsonEscape }
            if follows[Int(hay[index + 1])] & allowed != 0 { look(in: hay, at: index, &found) }
          }
        }
      }
    }
    return found
  }

  /// With `[redacted]` in the place of every secret; nil where there is none.
  func replaced(_ bytes: [UInt8]) -> [UInt8]? {
    let found = ranges(in: bytes)
    if found.isEmpty { return nil }
    var result: [UInt8] = []
    var end = 0
    for range in found {
      result += bytes[end..<range.lowerBound]
      result += Redactor.mark
      end = range.upperBound
    }
    return result + bytes[end...]
  }

  /// With `*` for every byte of a secret, so that lengths stay true; nil where there is none.
  func filled(_ bytes: [UInt8]) -> [UInt8]? {
    let found = ranges(in: bytes)
    if found.isEmpty { return nil }
    var result = bytes
    for range in found {
      for index in range { result[index] = UInt8(ascii: "*") }
    }
    return result
  }

  private func look(in hay: UnsafeBufferPointer<UInt8>, at position: Int, _ found: inout [Range<Int>]) {
    let byte = hay[position]
    let encoded = byte == UInt8(ascii: "%") || byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "+")
    let candidates = byFirst[Int(byte)]
    for index in 0..<(encoded ? patterns.count : candidates.count) {
      let pattern = patterns[encoded ? index : candidates[index]]
      guard var end = pattern.end(in: hay, from: position) else { continue }
      var start = position
      if pattern.reachesBefore, start > 0, isBase64(hay[start - 1]) { start -= 1 }
      if pattern.reachesAfter, end < hay.count, isBase64(hay[end]) { end += 1 }
      if let last = found.last, start <= last.upperBound {
        found[found.count - 1] = min(start, last.lowerBound)..<max(end, last.upperBound)
      } else {
        found.append(start..<end)
      }
    }
  }

  private func isBase64(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
