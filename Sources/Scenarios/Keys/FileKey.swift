internal import Speech

/// One key of a mapping in a file, in one place: its name, a sentence for editors and pages, what may stand there, and what becomes of it.
///
/// Messages, schema and the tables of the documentation are made from lists of these.
struct FileKey<Draft>: Sendable {
  let name: String
  let help: String
  /// Without it the file says nothing.
  let isRequired: Bool
  /// Nothing behind it is as good as no such key.
  let mayBeEmpty: Bool
  private let form: @Sendable () -> JSONValue
  private let take: @Sendable (YAMLValue, inout Draft) throws(ConfigurationError) -> Void

  /// For what reads more than its own value.
  init(
    _ name: String, _ help: String, isRequired: Bool = false, mayBeEmpty: Bool = false,
    schema: @autoclosure @escaping @Sendable () -> JSONValue,
    read: @escaping @Sendable (YAMLValue, inout Draft) throws(ConfigurationError) -> Void
  ) {
    self.name = name
    self.help = help
    self.isRequired = isRequired
    self.mayBeEmpty = mayBeEmpty
    form = schema
    take = read
  }

  /// For what is all in its value.
  init<Value>(
    _ name: String, _ help: String, isRequired: Bool = false, _ form: FileForm<Value>, put: @escaping @Sendable (inout Draft, Value) -> Void
  ) {
    self.init(name, help, isRequired: isRequired, schema: form.schema()) { value, draft throws(ConfigurationError) in
      put(&draft, try form.read(value))
    }
  }

  var schema: JSONValue { SchemaParts.described(help, mayBeEmpty ? SchemaParts.either(form(), SchemaParts.nothing) : form()) }

  func read(_ mapping: YAMLMapping, into draft: inout Draft) throws(ConfigurationError) {
    guard let value = isRequired ? try mapping.required(name) : mapping[name] else { return }
    if mayBeEmpty, value.isNothing { return }
    try take(value, &draft)
  }
}
