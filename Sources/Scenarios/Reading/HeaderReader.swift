internal import Speech
internal import Timeline
internal import Yams

/// Reads the request headers, the subprotocols and the query of a profile.
enum HeaderReader {
  /// Headers that the handshake itself writes (RFC 6455 §4.1).
  static let own = ["upgrade", "connection", "sec-websocket-key", "sec-websocket-version", "sec-websocket-extensions"]

  /// Names as RFC 9110 §5.6.2 has them, and none that the handshake writes itself.
  static var schema: JSONValue {
    var members = SchemaParts.fields.object ?? [:]
    let own = own + ["sec-websocket-protocol"]
    let anyCase = own.map { name in name.map { $0.isLetter ? "[\($0)\($0.uppercased())]" : String($0) }.joined() }
    members["propertyNames"] = [
      "pattern": "^[A-Za-z0-9!#$%&'*+.^_`|~-]+$", "not": ["pattern": .string("^(\(anyCase.joined(separator: "|")))$")],
    ]
    return .object(members)
  }

  static func read(_ value: YAMLValue, _ substitution: inout Substitution) throws(ConfigurationError) -> [HeaderField] {
    try read(value, &substitution, check: check)
  }

  /// Headers of a request that opens no WebSocket.
  static func readPlain(_ value: YAMLValue, _ substitution: inout Substitution) throws(ConfigurationError) -> [HeaderField] {
    try read(value, &substitution, check: checkPlain)
  }

  private static func read(
    _ value: YAMLValue, _ substitution: inout Substitution, check: (YAMLMapping.Pair) throws(ConfigurationError) -> Void
  ) throws(ConfigurationError) -> [HeaderField] {
    var fields: [HeaderField] = []
    for pair in try value.mapping().pairs {
      try check(pair)
      let values = pair.value.node.sequence == nil ? [pair.value] : try pair.value.list()
      for value in values {
        let text = try substitution.expand(value)
        guard text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }) else {
          throw value.fault("header '\(pair.word)' would have a line break or another control character (RFC 9110 §5.5)")
        }
        fields.append(HeaderField(pair.word, text))
      }
    }
    return fields
  }

  private static func name(_ pair: YAMLMapping.Pair) throws(ConfigurationError) -> String {
    guard !pair.word.isEmpty, pair.word.utf8.allSatisfy(\.isTokenCharacter) else {
      throw pair.key.fault(
        "'\(Quoting.short(pair.word))' is no header name", allowed: ["letters, digits and !#$%&'*+-.^_`|~ (RFC 9110 §5.6.2)"])
    }
    return pair.word.lowercased()
  }

  private static func checkPlain(_ pair: YAMLMapping.Pair) throws(ConfigurationError) {
    let name = try name(pair)
    if ["content-length", "transfer-encoding", "connection"].contains(name) {
      throw pair.key.fault("header '\(pair.word)' is written by the request itself", advice: "leave it out")
    }
  }

  private static func check(_ pair: YAMLMapping.Pair) throws(ConfigurationError) {
    let name = try name(pair)
    if own.contains(name) { throw pair.key.fault("header '\(pair.word)' is written by the handshake itself", advice: "leave it out") }
    if name == "sec-websocket-protocol" {
      throw pair.key.fault("header '\(pair.word)' has a key of its own", allowed: ["subprotocols: [NAME]"])
    }
  }

  /// Tokens without repetition (RFC 6455 §4.1, item 10).
  static func subprotocols(_ value: YAMLValue, _ substitution: inout Substitution) throws(ConfigurationError) -> [String] {
    var names: [String] = []
    for entry in try value.list() {
      let name = try substitution.expand(entry)
      guard !name.isEmpty, name.utf8.allSatisfy(\.isTokenCharacter) else {
        throw entry.fault(
          "subprotocol '\(Quoting.short(try entry.text()))' has a character that no subprotocol has",
          allowed: ["letters, digits and !#$%&'*+-.^_`|~ (RFC 6455 §4.1)"])
      }
      guard !names.contains(name) else {
        throw entry.fault("subprotocol '\(Quoting.short(try entry.text()))' stands twice (RFC 6455 §4.1)")
      }
      names.append(name)
    }
    return names
  }

  /// Values stay as they are here; they are percent-encoded when they are added to the URL.
  static func query(_ value: YAMLValue, _ substitution: inout Substitution) throws(ConfigurationError) -> [HeaderField] {
    var fields: [HeaderField] = []
    for pair in try value.mapping().pairs {
      let values = pair.value.node.sequence == nil ? [pair.value] : try pair.value.list()
      for value in values { fields.append(HeaderField(pair.word, try substitution.expand(value))) }
    }
    return fields
  }
}
