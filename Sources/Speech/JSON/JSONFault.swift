/// Why some bytes are not JSON: where the first bad byte stands, what was found there and what would have been allowed.
package struct JSONFault: Error, Sendable, Hashable, CustomStringConvertible {
  /// From 0, in bytes.
  package var offset: Int
  /// From 1.
  package var line: Int
  /// From 1, in Unicode scalars.
  package var column: Int
  /// The byte or character found, quoted: `"'"`, `the end of the message`.
  package var found: String
  /// What was allowed there.
  package var expected: String
  /// A whole JSON value stands before it.
  package var isBehindValue: Bool

  /// A fault at `offset` of `bytes`; finds the line, the column and what stands there.
  init(at offset: Int, of bytes: [UInt8], found: String? = nil, expected: String, isBehindValue: Bool = false) {
    let before = bytes.prefix(offset)
    let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    self.offset = offset
    self.line = before.count { $0 == 0x0A } + 1
    self.column = before[lineStart...].count { $0 & 0xC0 != 0x80 } + 1
    self.found = found ?? Self.quote(bytes, at: offset)
    self.expected = expected
    self.isBehindValue = isBehindValue
  }

  package var description: String {
    "line \(line), column \(column) (byte \(offset)): found \(found), expected \(expected)"
  }

  private static func quote(_ bytes: [UInt8], at offset: Int) -> String {
    guard bytes.indices.contains(offset) else { return "the end of the message" }
    if bytes[offset...].starts(with: [0xEF, 0xBB, 0xBF]) { return "a byte order mark" }
    var parser = Unicode.UTF8.ForwardParser()
    var rest = bytes[offset...].makeIterator()
    guard case .valid = parser.parseScalar(from: &rest) else { return "the byte 0x" + VisibleText.hex(bytes[offset], width: 2) }
    return "\"" + VisibleText.firstScalar(of: bytes[offset...]) + "\""
  }
}
