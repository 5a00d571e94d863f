internal import Timeline
internal import Yams

/// Reads what single steps are told: a close code, a stop message, a ping's payload, the steps of `repeat` and `parallel`.
enum StepArguments {
  /// Codes that may stand in a Close frame (RFC 6455 §7.4), with a reason that fits into it (§5.5).
  static func close(_ value: YAMLValue) throws(ConfigurationError) -> Step {
    let mapping = try value.mapping()
    try mapping.check(allowed: ["code", "reason"])
    let code = try mapping["code"]?.integer(in: 1000...4999) ?? 1000
    if let value = mapping["code"], [1004, 1005, 1006, 1015].contains(code) {
      throw value.fault(
        "close code \(code) must not stand in a Close frame (RFC 6455 §7.4.1)", allowed: ["1000 to 4999 but 1004, 1005, 1006, 1015"])
    }
    let reason = try mapping["reason"]?.text() ?? ""
    if let value = mapping["reason"], reason.utf8.count > 123 {
      throw value.fault("'reason' has \(reason.utf8.count) bytes", allowed: ["at most 123 bytes (RFC 6455 §5.5)"])
    }
    return .close(code: UInt16(code), reason: reason)
  }

  /// The same forms as a profile's `stop`, in its place.
  static func stop(_ value: YAMLValue) throws(ConfigurationError) -> Step {
    if value.node.mapping != nil {
      return .alternativeStop(.text(try JSONText.compact(value) { text throws(ConfigurationError) in try text.text() }))
    }
    guard value.node.scalar != nil, !value.isNothing else { throw value.wrong("a stop message", allowed: StopReader.forms) }
    switch try value.text() {
    case "empty-binary": return .alternativeStop(.emptyBinary)
    case "close": return .alternativeStop(.close)
    case "": throw value.fault("'stop' is an empty text", allowed: StopReader.forms)
    case let text: return .alternativeStop(.text(text))
    }
  }

  static func ping(_ value: YAMLValue) throws(ConfigurationError) -> Step {
    let payload = Array(try value.text().utf8)
    guard payload.count <= 125 else {
      throw value.fault("'ping' has \(payload.count) bytes", allowed: ["at most 125 bytes (RFC 6455 §5.5)"])
    }
    return .ping(payload)
  }

  /// How long the answer to a whole recording may take, where the step does not say.
  static let oneShotLimit: Nanoseconds = .seconds(12)

  static func oneShot(_ value: YAMLValue) throws(ConfigurationError) -> Nanoseconds {
    guard value.node.mapping != nil else { throw value.wrong("a mapping", allowed: ["one-shot: { within: 12s }"]) }
    let mapping = try value.mapping()
    try mapping.check(allowed: ["within"])
    return try mapping.required("within").duration()
  }

  static func repetition(_ value: YAMLValue) throws(ConfigurationError) -> (Int, [PlacedStep]) {
    let mapping = try value.mapping()
    try mapping.check(allowed: ["times", "steps"])
    let times = try mapping.required("times").integer(in: 1...1000)
    return (times, try StepReader.read(try mapping.required("steps")))
  }

  static func parallel(_ value: YAMLValue) throws(ConfigurationError) -> ([ClientAudio], [PlacedStep]) {
    let mapping = try value.mapping()
    try mapping.check(allowed: ["clients", "steps"])
    let list = try mapping.required("clients")
    var clients: [ClientAudio] = []
    for entry in try list.list() {
      let (source, format) = try AudioSourceReader.read(entry.named("clients"))
      clients.append(ClientAudio(source, format: format))
    }
    guard (2...64).contains(clients.count) else {
      throw list.fault("'clients' has \(clients.count) of them", allowed: ["2 to 64, each with its audio: { speech: one-sentence }"])
    }
    return (clients, try StepReader.read(try mapping.required("steps")))
  }
}
