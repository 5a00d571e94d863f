internal import Yams

/// Turns the bytes of a file into the root of its YAML tree.
enum YAMLText {
  /// Far more than any profile or scenario; a larger file is something else.
  static let largest = 1 << 20

  static func parse(_ bytes: [UInt8], file: String, wants: String) throws(ConfigurationError) -> YAMLValue {
    guard bytes.count <= largest else {
      throw ConfigurationError(
        file: file, problem: "the file has \(bytes.count) bytes, too many for \(wants)", allowed: ["at most \(largest) bytes"])
    }
    let text = try decode(bytes, file: file, wants: wants)
    let root: Node?
    do {
      root = try Yams.Parser(yaml: text).singleRoot()
    } catch {
      throw YAMLFault.translate(error, text: text, file: file)
    }
    guard let root, !(root.isNothing) else {
      throw ConfigurationError(file: file, line: 1, column: 1, problem: "the file is empty, \(wants) was expected")
    }
    return YAMLValue(node: root, file: file, name: wants)
  }

  /// UTF-8 without control characters (YAML 1.2 §5.1); a byte order mark is skipped.
  private static func decode(_ bytes: [UInt8], file: String, wants: String) throws(ConfigurationError) -> String {
    let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    var line = 1
    var lineStart = body.startIndex
    for (index, byte) in zip(body.indices, body) {
      if byte == 0x0A {
        line += 1
        lineStart = index + 1
      } else if byte < 0x20 && byte != 0x09 && byte != 0x0D || byte == 0x7F {
        throw ConfigurationError(
          file: file, line: line, column: index - lineStart + 1,
          problem: "not a text file: byte 0x\(hex(byte)) at offset \(index)", advice: "\(wants) is YAML in UTF-8")
      }
    }
    if let text = String(validating: body, as: UTF8.self) { return text }
    let lines = body.split(separator: 0x0A, omittingEmptySubsequences: false)
    let first = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil }
    throw ConfigurationError(
      file: file, line: first.map { $0 + 1 }, problem: "not UTF-8 text", advice: "\(wants) is YAML in UTF-8")
  }

  private static func hex(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return digits.count == 1 ? "0" + digits : digits
  }
}
