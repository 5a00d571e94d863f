internal import Scenarios
internal import Timeline

/// Values of options that need reading, with errors that say what is allowed.
enum OptionText {
  /// A length of time, as `10s` or `150ms`.
  static func duration(_ text: String, option: String) throws(CommandFailure) -> Nanoseconds {
    guard let value = DurationText.nanoseconds(text) else {
      throw CommandFailure(
        code: .usage,
        text:
          "\(option): '\(text)' is no length of time; allowed is a number with a unit (\(DurationText.units.joined(separator: ", "))), as 10s or 150ms"
      )
    }
    return value
  }

  /// A number above 0, not above a limit.
  static func positive(_ value: Double, upTo limit: Double, option: String) throws(CommandFailure) -> Double {
    guard value > 0, value <= limit else {
      let text = value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
      throw CommandFailure(code: .usage, text: "\(option): \(text) is out of range; allowed is more than 0, up to \(Int(limit))")
    }
    return value
  }

  /// One of a few words.
  static func word<Value>(_ text: String, of allowed: [(String, Value)], option: String) throws(CommandFailure) -> Value {
    if let found = allowed.first(where: { $0.0 == text }) { return found.1 }
    let names = allowed.map(\.0)
    let near = NearestName.find(text, among: names).map { "; did you mean '\($0)'?" } ?? ""
    throw CommandFailure(code: .usage, text: "\(option): '\(text)' is not understood; allowed: \(names.joined(separator: ", "))\(near)")
  }

  /// Words separated by commas; at least one.
  static func list(_ text: String, option: String) throws(CommandFailure) -> Set<String> {
    let words = Set(text.split(separator: ",").map { $0.trimmingSpaces }.filter { !$0.isEmpty })
    guard !words.isEmpty else {
      throw CommandFailure(code: .usage, text: "\(option): it names nothing; allowed is a list separated by commas")
    }
    return words
  }
}

extension Substring {
  fileprivate var trimmingSpaces: String { String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
}
