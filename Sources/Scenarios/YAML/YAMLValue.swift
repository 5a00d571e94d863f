internal import Timeline
internal import Yams

/// One value of a YAML file that knows where it stands and what it is called, so that every error can say so.
struct YAMLValue {
  let node: Node
  let file: String
  /// What it is in messages: `pace`, `step 'stream'`.
  let name: String

  var isNothing: Bool { node.isNothing }

  func fault(_ problem: String, allowed: [String] = [], nearest: String? = nil, advice: String? = nil) -> ConfigurationError {
    ConfigurationError(
      file: file, line: node.mark?.line, column: node.mark?.column, problem: problem, allowed: allowed, nearest: nearest, advice: advice)
  }

  /// Its name in quotes; a whole file's is words and goes without.
  var label: String { name.contains(" ") ? name : "'\(name)'" }

  /// "'pace' must be a number, found the text 'fast'".
  func wrong(_ expected: String, allowed: [String] = [], nearest: String? = nil) -> ConfigurationError {
    fault("\(label) must be \(expected), found \(node.kind)", allowed: allowed, nearest: nearest)
  }

  /// Any scalar but nothing, as it is written.
  func text() throws(ConfigurationError) -> String {
    guard let scalar = node.scalar, !node.isNothing else { throw wrong("a text") }
    return scalar.string
  }

  func bool() throws(ConfigurationError) -> Bool {
    guard let value = node.plainBool else { throw wrong("true or false", allowed: ["true", "false"]) }
    return value
  }

  func number(_ expected: String = "a number", in range: ClosedRange<Double>) throws(ConfigurationError) -> Double {
    guard let value = node.plainNumber else { throw wrong(expected) }
    guard range.contains(value) else {
      throw fault("'\(name)' is \(node.string ?? "")", allowed: [Self.words(range)])
    }
    return value
  }

  func integer(in range: ClosedRange<Int>) throws(ConfigurationError) -> Int {
    guard let value = node.plainNumber else { throw wrong("a whole number") }
    guard let whole = Int(exactly: value) else { throw wrong("a whole number") }
    guard range.contains(whole) else { throw fault("'\(name)' is \(whole)", allowed: ["\(range.lowerBound) to \(range.upperBound)"]) }
    return whole
  }

  func oneOf(_ allowed: [String]) throws(ConfigurationError) -> String {
    let word = try text()
    guard allowed.contains(word) else {
      throw fault(
        "'\(name)' is '\(Quoting.short(word))'", allowed: allowed, nearest: NearestName.find(word, among: allowed))
    }
    return word
  }

  func duration(zero: Bool = false, atMost longest: Nanoseconds = DurationText.longest) throws(ConfigurationError) -> Nanoseconds {
    let examples = ["a number and a unit (\(DurationText.units.joined(separator: ", "))), such as 10s or 20ms"]
    guard let scalar = node.scalar, !node.isNothing else { throw wrong("a duration", allowed: examples) }
    let value: Nanoseconds
    do { value = try DurationText.parse(scalar.string) } catch { throw durationFault(error, scalar.string, examples) }
    guard zero || value > 0 else { throw fault("'\(name)' is 0", allowed: ["a duration above 0"]) }
    guard value <= longest else { throw fault("'\(name)' is \(scalar.string)", allowed: ["at most \(DurationText.text(longest))"]) }
    return value
  }

  private func durationFault(_ reason: DurationText.Fault, _ written: String, _ examples: [String]) -> ConfigurationError {
    switch reason {
    case .noUnit(let number): fault("'\(name)' is '\(number)', a duration without a unit", allowed: ["\(number)s", "\(number)ms"])
    case .unknownUnit(let unit):
      fault(
        "'\(name)' is '\(Quoting.short(written))', and '\(Quoting.short(unit))' is no unit", allowed: DurationText.units,
        nearest: NearestName.find(unit, among: DurationText.units))
    case .negative: fault("'\(name)' is '\(written)', less than nothing", allowed: examples)
    case .tooLong: fault("'\(name)' is '\(Quoting.short(written))', longer than a day", allowed: ["at most 24 hours"])
    case .notADuration: wrong("a duration", allowed: examples)
    }
  }

  func size(in range: ClosedRange<Int>) throws(ConfigurationError) -> Int {
    guard let text = node.scalar?.string, !node.isNothing else { throw wrong("a size", allowed: SizeText.forms) }
    let value: Int
    do { value = try SizeText.parse(text) } catch {
      let written = Quoting.short(text)
      throw switch error {
      case .noUnit(let number): fault("'\(name)' is '\(number)', a size without a unit", allowed: ["\(number) B", "\(number) KiB"])
      case .unknownUnit(let unit):
        fault(
          "'\(name)' is '\(written)', and '\(Quoting.short(unit))' is no unit", allowed: SizeText.units,
          nearest: NearestName.find(unit, among: SizeText.units))
      case .notWhole: fault("'\(name)' is '\(written)', no whole number of bytes", allowed: SizeText.forms)
      case .notASize: wrong("a size", allowed: SizeText.forms)
      }
    }
    guard range.contains(value) else {
      throw fault(
        "'\(name)' is '\(Quoting.short(text))'", allowed: ["\(SizeText.text(range.lowerBound)) to \(SizeText.text(range.upperBound))"])
    }
    return value
  }

  func list() throws(ConfigurationError) -> [YAMLValue] {
    guard let sequence = node.sequence else { throw wrong("a list") }
    return sequence.map { YAMLValue(node: $0, file: file, name: name) }
  }

  func mapping() throws(ConfigurationError) -> YAMLMapping {
    guard let mapping = node.mapping else { throw wrong("a mapping") }
    return try YAMLMapping(mapping, of: self)
  }

  func named(_ name: String) -> YAMLValue { YAMLValue(node: node, file: file, name: name) }

  private static func words(_ range: ClosedRange<Double>) -> String {
    func plain(_ value: Double) -> String { value == value.rounded() ? String(Int(value)) : "\(value)" }
    return "\(plain(range.lowerBound)) to \(plain(range.upperBound))"
  }
}
