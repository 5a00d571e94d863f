internal import Dialects
internal import Speech
internal import Yams

/// Reads a profile's `client`: the name of a dialect, a mapping that changes one, or one written out.
enum ClientReader {
  static var schema: JSONValue {
    let message: JSONValue = ["type": ["string", "object"]]
    let messages = SchemaParts.either(message, SchemaParts.list(of: message, atLeast: 1))
    return SchemaParts.either(
      SchemaParts.word(DialectCatalogue.names),
      SchemaParts.mapping(
        Dialect.keys,
        [
          "dialect": SchemaParts.word(DialectCatalogue.names), "opening": messages, "stop": messages, "goodbye": message,
          "audio": SchemaParts.described("binary, a text with {{audio}} where the base64 goes, or an event of Socket.IO's.", message),
          "answers": SchemaParts.either(["type": "object"], SchemaParts.list(of: ["type": "object"], atLeast: 1)),
          "results": SchemaParts.described(
            "The events that results are; of several, the name says which is final.",
            SchemaParts.either(SchemaParts.text, SchemaParts.list(of: SchemaParts.text, atLeast: 1))),
          "auth": SchemaParts.described("What a client of Socket.IO's shows when it connects.", message),
          "tracks": SchemaParts.described(
            "Of a call, with the dialect twilio; the outbound one of both is silent.", SchemaParts.word(Dialect.tracks)),
          "keepalive": SchemaParts.described(
            "What is said every so often beside the audio: {\"type\":\"KeepAlive\"}, or another message.",
            SchemaParts.either(
              SchemaParts.duration(),
              SchemaParts.mapping(["every", "with"], ["every": SchemaParts.duration(), "with": message], required: ["every"]))),
          "browser": SchemaParts.described(
            "The client keeps a browser's rules: no headers of its own, its subprotocol echoed, close codes that a page may send.",
            SchemaParts.bool),
        ]))
  }

  static func read(_ value: YAMLValue, _ substitution: inout Substitution) throws(ConfigurationError) -> Dialect {
    guard value.node.mapping != nil else {
      guard value.node.scalar != nil, !value.isNothing else { throw value.wrong("a dialect", allowed: DialectCatalogue.names) }
      let name = try value.oneOf(DialectCatalogue.names)
      return DialectCatalogue.named(name) ?? .binary
    }
    let mapping = try value.mapping()
    try mapping.check(allowed: Dialect.keys)
    if let name = mapping["dialect"] { _ = try name.named("dialect").oneOf(DialectCatalogue.names) }
    let text = try JSONText.compact(value) { text throws(ConfigurationError) in try substitution.expand(text) }
    do {
      return try Dialect(setting: try JSONValue(parsing: Array(text.utf8)))
    } catch let fault as DialectFault {
      let place = fault.key.flatMap { mapping[$0] } ?? value
      throw place.fault("'client': \(fault.problem)", allowed: fault.allowed)
    } catch {
      throw value.fault("'client' is no mapping of texts and lists")
    }
  }
}
