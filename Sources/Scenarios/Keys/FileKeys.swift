internal import Speech

/// The keys of one mapping, in the order in which messages name them and in which they are read.
struct FileKeys<Draft>: Sendable {
  let all: [FileKey<Draft>]
  let names: [String]

  init(_ all: [FileKey<Draft>]) {
    self.all = all
    names = all.map(\.name)
  }

  var forms: [String: JSONValue] { Dictionary(all.map { ($0.name, $0.schema) }, uniquingKeysWith: { first, _ in first }) }

  /// These, and no others.
  var schema: JSONValue {
    SchemaParts.mapping(names, forms, required: all.filter(\.isRequired).map(\.name))
  }

  func read(_ mapping: YAMLMapping, into draft: inout Draft) throws(ConfigurationError) {
    try mapping.check(allowed: names)
    try take(mapping, into: &draft)
  }

  /// The same of a mapping that has others too.
  func take(_ mapping: YAMLMapping, into draft: inout Draft) throws(ConfigurationError) {
    for key in all { try key.read(mapping, into: &draft) }
  }
}
