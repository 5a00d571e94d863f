internal import Timeline
internal import Yams

/// Reads `1024 samples`, `20ms`, `2048 bytes` or another size such as `2 KiB`.
enum ChunkReader {
  static let forms = ["1024 samples", "20ms", "2048 bytes"]
  static let longest: Nanoseconds = 60 * 1_000_000_000
  static let most = 10_000_000

  static func read(_ value: YAMLValue) throws(ConfigurationError) -> ChunkLength {
    guard let text = value.node.scalar?.string, !value.isNothing else { throw value.wrong("a length of audio", allowed: forms) }
    if value.node.plainNumber != nil {
      throw value.fault("'\(value.name)' is \(text), a number without a unit", allowed: ["\(text) samples", "\(text)ms", "\(text) bytes"])
    }
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let unit = text.dropFirst(digits.count).drop { $0 == " " }
    switch unit {
    case "samples", "sample", "bytes", "byte":
      guard let count = Int(digits), (1...most).contains(count) else {
        throw value.fault("'\(value.name)' is '\(Quoting.short(text))'", allowed: ["1 to \(most) \(unit)"])
      }
      return unit.hasPrefix("s") ? .samples(count) : .bytes(count)
    default:
      if let length = try? DurationText.parse(text) {
        guard length > 0, length <= longest else {
          throw value.fault("'\(value.name)' is '\(text)'", allowed: ["a duration above 0, at most \(DurationText.text(longest))"])
        }
        return .duration(length)
      }
      if let size = try? SizeText.parse(text) {
        guard (1...most).contains(size) else { throw value.fault("'\(value.name)' is '\(text)'", allowed: ["1 to \(most) bytes"]) }
        return .bytes(size)
      }
      throw value.fault(
        "'\(value.name)' is '\(Quoting.short(text))', no length of audio", allowed: forms,
        nearest: NearestName.find(String(unit), among: ["samples", "bytes", "ms"] + SizeText.units))
    }
  }
}
