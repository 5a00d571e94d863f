internal import Speech

/// `ping`: a Ping frame, with this payload.
struct PingStep: StepKind {
  static let name = "ping"
  static let help = "A Ping frame with this payload, or with none (RFC 6455 §5.5.2)."
  static let argument = StepArgument.optional(["type": ["string", "number", "boolean"], "maxLength": .number(Double(most))])
  private static let most = 125

  let payload: [UInt8]

  static func read(_ entry: StepEntry) throws(ConfigurationError) -> PlacedStep {
    guard let value = entry.argument else { return entry.placed(.ping([])) }
    let payload = Array(try value.text().utf8)
    guard payload.count <= most else {
      throw value.fault("'ping' has \(payload.count) bytes", allowed: ["at most \(most) bytes (RFC 6455 §5.5)"])
    }
    return entry.placed(.ping(payload))
  }

  var written: WrittenStep { payload.isEmpty ? .word : .argument(YAMLQuoting.text(String(decoding: payload, as: UTF8.self))) }
  func words(_ around: StepSession) -> String { payload.isEmpty ? "ping" : "ping of \(payload.count) bytes" }
}
