internal import Timeline

/// Sizes as people write them: `640 B`, `2048 bytes`, `4 KiB`.
enum SizeText {
  static let units = ["B", "KiB", "MiB", "kB", "MB"]
  static let forms = ["640 B", "4 KiB", "1 MiB"]

  enum Fault: Error, Equatable {
    case noUnit(number: String)
    case unknownUnit(String)
    case notWhole
    case notASize
  }

  /// Bytes of a text such as `4 KiB`.
  static func parse(_ text: String) throws(Fault) -> Int {
    let trimmed = text.drop { $0 == " " }
    let number = trimmed.prefix { ".0123456789".contains($0) }
    guard let value = DurationText.decimal(String(number)) else { throw .notASize }
    let unit = trimmed.dropFirst(number.count).drop { $0 == " " }
    guard !unit.isEmpty else { throw .noUnit(number: String(number)) }
    guard let scale = scale(of: String(unit)) else { throw .unknownUnit(String(unit)) }
    guard let bytes = Int(exactly: value * Double(scale)) else { throw .notWhole }
    return bytes
  }

  /// The shortest text that reads back as the same size.
  static func text(_ bytes: Int) -> String {
    for (unit, size) in [("MiB", 1 << 20), ("KiB", 1 << 10)] where bytes > 0 && bytes.isMultiple(of: size) {
      return "\(bytes / size) \(unit)"
    }
    return "\(bytes) B"
  }

  private static func scale(of unit: String) -> Int? {
    switch unit {
    case "B", "byte", "bytes": 1
    case "KiB": 1 << 10
    case "MiB": 1 << 20
    case "kB": 1_000
    case "MB": 1_000_000
    default: nil
    }
  }
}
