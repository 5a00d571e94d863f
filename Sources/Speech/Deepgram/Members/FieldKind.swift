/// What a member holds, and how it is read.
struct FieldKind<Value> {
  /// Takes the value, and its path for complaints.
  let read: (JSONValue, String) throws(ServiceMessageFault) -> Value

  /// - Parameter name: What it is, with its article: `a number`.
  private init(_ name: String, _ take: @escaping (JSONValue) -> Value?) {
    read = { json, path throws(ServiceMessageFault) in
      guard let value = take(json) else { throw .shape(path: path, text: "not \(name)") }
      return value
    }
  }

  private init(read: @escaping (JSONValue, String) throws(ServiceMessageFault) -> Value) { self.read = read }
}

extension FieldKind<String> {
  static var string: Self { Self("a string", \.string) }
}

extension FieldKind<Double> {
  static var number: Self { Self("a number", \.number) }
}

extension FieldKind<Int> {
  static var integer: Self { Self("an integer", \.integer) }
}

extension FieldKind<Bool> {
  static var flag: Self { Self("a boolean", \.bool) }
}

extension FieldKind {
  /// An object.
  static func part() -> Self where Value: MessagePart {
    Self(read: { json, path throws(ServiceMessageFault) in try Value(MessageFields(json, at: path)) })
  }

  /// An array of one kind.
  static func list<Element>(of kind: FieldKind<Element>) -> Self where Value == [Element] {
    Self(read: { json, path throws(ServiceMessageFault) in
      guard let elements = json.array else { throw .shape(path: path, text: "not an array") }
      var values: [Element] = []
      for (index, element) in elements.enumerated() { values.append(try kind.read(element, "\(path).\(index)")) }
      return values
    })
  }

  /// An object whose names are not known, with values of one kind.
  static func named<Element>(_ kind: FieldKind<Element>) -> Self where Value == [String: Element] {
    Self(read: { json, path throws(ServiceMessageFault) in
      guard let members = json.object else { throw .shape(path: path, text: "not an object") }
      var values: [String: Element] = [:]
      for (name, value) in members { values[name] = try kind.read(value, "\(path).\(name)") }
      return values
    })
  }
}
