internal import Speech
internal import Yams

/// `send: { text: hello }`: anything at all, legal or not.
struct SendStep: StepKind {
  static let name = "send"
  static let help = "Sends anything at all: a text, JSON, bytes, zeros, a frame as it is, or an empty binary message."
  static let argument = StepArgument.needed(schema)

  let sending: Sending

  private static let keys = ["text", "json", "binary", "zeros", "frame"]
  private static let forms = ["empty"] + keys
  private static let largest = 64 << 20

  private static var schema: JSONValue {
    let bytes = SchemaParts.described(
      "Bytes as pairs of hexadecimal digits.", ["type": ["string", "integer"], "pattern": "^ *([0-9A-Fa-f] *[0-9A-Fa-f] *)+$"])
    return SchemaParts.either(
      SchemaParts.word(["empty"]),
      SchemaParts.mapping(
        keys,
        [
          "text": ["type": ["string", "number", "boolean", "null"]], "json": true, "binary": bytes, "zeros": SchemaParts.size,
          "frame": bytes,
        ], oneOf: keys))
  }

  static func read(_ entry: StepEntry) throws(ConfigurationError) -> PlacedStep {
    entry.placed(.send(try sending(try entry.needed("what to send", "send: { text: hello }", "send: empty"))))
  }

  private static func sending(_ value: YAMLValue) throws(ConfigurationError) -> Sending {
    guard value.node.mapping != nil else {
      guard value.node.scalar != nil, !value.isNothing else {
        throw value.wrong("'empty' or a mapping", allowed: ["empty", "{ text: hello }", "{ binary: 00 ff }"])
      }
      _ = try value.oneOf(["empty"])
      return .binary([])
    }
    let mapping = try value.mapping()
    try mapping.check(allowed: keys)
    guard let first = mapping.pairs.first else { throw value.fault("'send' does not say what", allowed: forms) }
    if mapping.pairs.count > 1 { throw mapping.pairs[1].key.fault("'send' has '\(first.word)' already", advice: "one message a step") }
    switch first.word {
    case "text": return .text(first.value.isNothing ? "" : try first.value.text())
    case "json": return .text(try JSONText.compact(first.value) { text throws(ConfigurationError) in try text.text() })
    case "binary": return .binary(try Hexadecimal.read(first.value))
    case "zeros": return .zeros(try first.value.size(in: 1...largest))
    default: return .raw(try Hexadecimal.read(first.value))
    }
  }

  var written: WrittenStep {
    switch sending {
    case .text(let text): .argument("{ text: \(YAMLQuoting.text(text)) }")
    case .binary(let bytes): .argument(bytes.isEmpty ? "empty" : "{ binary: \(Hexadecimal.text(bytes)) }")
    case .zeros(let count): .argument("{ zeros: \(SizeText.text(count)) }")
    case .raw(let bytes): .argument("{ frame: \(Hexadecimal.text(bytes)) }")
    }
  }

  func words(_ around: StepSession) -> String {
    switch sending {
    case .text(let text): "send text \"\(text.prefix(40))\(text.count > 40 ? "…" : "")\""
    case .binary(let bytes): bytes.isEmpty ? "send an empty binary message" : "send \(bytes.count) bytes"
    case .zeros(let count): "send \(count) zero bytes"
    case .raw(let bytes): "send \(bytes.count) raw bytes"
    }
  }
}
