internal import Dialects
internal import Speech
internal import Yams

/// Reads a profile's `client`: the name of a dialect, a mapping that changes one, or one written out.
enum ClientReader {
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
