/// The members of a JSON object, read strictly: what is missing, or of another kind, is told with its path.
struct MessageFields {
  private let members: [String: JSONValue]
  private let path: String

  init(_ value: JSONValue, at path: String = "") throws(ServiceMessageFault) {
    guard let members = value.object else { throw .shape(path: path, text: "not an object") }
    self.members = members
    self.path = path
  }

  /// A member that may not be missing.
  func need<Value>(_ name: String, _ kind: FieldKind<Value>) throws(ServiceMessageFault) -> Value {
    guard let value = members[name] else { throw .shape(path: place(name), text: "missing") }
    guard !value.isNull else { throw .shape(path: place(name), text: "null where a value is needed") }
    return try kind.read(value, place(name))
  }

  /// A member that may be missing, or null.
  func find<Value>(_ name: String, _ kind: FieldKind<Value>) throws(ServiceMessageFault) -> Value? {
    guard let value = members[name], !value.isNull else { return nil }
    return try kind.read(value, place(name))
  }

  private func place(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }
}
