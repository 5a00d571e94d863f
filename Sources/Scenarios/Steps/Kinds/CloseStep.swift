internal import Speech

/// `close: { code: 1001, reason: going }`: a Close frame.
struct CloseStep: StepKind {
  static let name = "close"
  static let help = "Leaves in order, with a Close frame: code 1000, or another, and a reason."
  static let argument = StepArgument.optional(schema)
  static let place = StepPlace.leaving(byReset: false)

  let code: UInt16
  let reason: String

  private static let keys = ["code", "reason"]
  private static let codes = 1000...4999
  /// RFC 6455 §7.4.1.
  private static let forbidden = [1004, 1005, 1006, 1015]
  /// What a control frame has room for behind the code (RFC 6455 §5.5).
  private static let longest = 123

  private static var schema: JSONValue {
    var code = SchemaParts.integer(codes).object ?? [:]
    code["not"] = ["enum": .array(forbidden.map { .number(Double($0)) })]
    let reason: JSONValue = ["type": ["string", "number", "boolean"], "maxLength": .number(Double(longest))]
    return SchemaParts.mapping(keys, ["code": .object(code), "reason": reason])
  }

  static func read(_ entry: StepEntry) throws(ConfigurationError) -> PlacedStep {
    guard let value = entry.argument else { return entry.placed(.close(code: 1000, reason: "")) }
    let mapping = try value.mapping()
    try mapping.check(allowed: keys)
    let code = try mapping["code"]?.integer(in: codes) ?? 1000
    if let value = mapping["code"], forbidden.contains(code) {
      throw value.fault(
        "close code \(code) must not stand in a Close frame (RFC 6455 §7.4.1)", allowed: ["1000 to 4999 but 1004, 1005, 1006, 1015"])
    }
    let reason = try mapping["reason"]?.text() ?? ""
    if let value = mapping["reason"], reason.utf8.count > longest {
      throw value.fault("'reason' has \(reason.utf8.count) bytes", allowed: ["at most \(longest) bytes (RFC 6455 §5.5)"])
    }
    return entry.placed(.close(code: UInt16(code), reason: reason))
  }

  var written: WrittenStep { .argument("{ code: \(code)\(reason.isEmpty ? "" : ", reason: \(YAMLQuoting.text(reason))") }") }
  func words(_ around: StepSession) -> String { reason.isEmpty ? "close \(code)" : "close \(code) \(reason)" }
}
