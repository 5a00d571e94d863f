/// Cuts bytes as they come into lines of text.
struct LineCutter {
  /// The longest line that is kept whole, in bytes.
  static let longest = 4096

  private var line: [UInt8] = []
  private var isCut = false

  /// - Returns: The lines that are complete now, without their ends.
  mutating func take(_ bytes: some Sequence<UInt8>) -> [String] {
    var lines: [String] = []
    for byte in bytes {
      if byte == UInt8(ascii: "\n") {
        lines.append(end())
      } else if line.count < Self.longest {
        line.append(byte)
      } else {
        isCut = true
      }
    }
    return lines
  }

  /// What came behind the last line's end; nil: nothing did.
  mutating func rest() -> String? { line.isEmpty ? nil : end() }

  private mutating func end() -> String {
    if line.last == UInt8(ascii: "\r"), !isCut { line.removeLast() }
    defer {
      line = []
      isCut = false
    }
    return String(decoding: line, as: UTF8.self) + (isCut ? "…" : "")
  }
}
