import Speech

extension JSONValue {
  /// A report's text, read.
  init(report text: String) throws { self = try JSONValue(parsing: Array(text.utf8)) }

  /// Names of an object's members.
  var keys: Set<String> { Set(object?.keys.map { $0 } ?? []) }

  /// All event ids that the report rests on.
  var evidenceEvents: [Int] {
    (self["root_causes"]?.array ?? []).flatMap { cause in
      (cause["evidence"]?.array ?? []).flatMap { ($0["events"]?.array ?? []).compactMap(\.integer) }
    }
  }
}
