/// What a message must have to be meant: every clause holds.
///
/// Written as a mapping from paths to values, `{ $.type: final, $.kind: [a, b] }`, or as a path alone, `$.is_final`, for "it is there,
/// and neither false nor null nor empty". A path without `$` is a member's name: `{ type: ready }`.
package struct JSONCondition: Sendable, Hashable {
  package enum Test: Sendable, Hashable {
    /// There, and neither `false` nor `null` nor an empty text, list or object.
    case present
    /// One of these.
    case oneOf([JSONValue])
  }

  package struct Clause: Sendable, Hashable {
    package var selector: JSONSelector
    package var test: Test

    package init(_ selector: JSONSelector, _ test: Test) {
      self.selector = selector
      self.test = test
    }
  }

  package var clauses: [Clause]

  package init(_ clauses: [Clause]) { self.clauses = clauses }

  /// Reads what `json` writes; nil where it is nothing of the kind.
  package init?(json: JSONValue) {
    switch json {
    case .string(let path):
      guard let selector = try? JSONSelector(parsing: path) else { return nil }
      clauses = [Clause(selector, .present)]
    case .object(let members) where !members.isEmpty:
      clauses = []
      for (path, wanted) in members.sorted(by: { $0.key < $1.key }) {
        guard let selector = try? JSONSelector(key: path) else { return nil }
        clauses.append(Clause(selector, .oneOf(wanted.array ?? [wanted])))
      }
    default: return nil
    }
  }

  /// As JSON: a path's text, or an object of paths and values.
  package var json: JSONValue {
    if clauses.count == 1, clauses[0].test == .present { return .string(clauses[0].selector.text) }
    let members = clauses.map { clause in
      switch clause.test {
      case .present: (clause.selector.text, JSONValue.bool(true))
      case .oneOf(let wanted): (clause.selector.text, wanted.count == 1 && wanted[0].array == nil ? wanted[0] : .array(wanted))
      }
    }
    return .object(Dictionary(members) { _, last in last })
  }

  package func holds(for value: JSONValue) -> Bool {
    clauses.allSatisfy { clause in
      let found = clause.selector.values(in: value)
      return switch clause.test {
      case .present: found.contains(where: Self.isSomething)
      case .oneOf(let wanted): found.contains(where: wanted.contains)
      }
    }
  }

  private static func isSomething(_ value: JSONValue) -> Bool {
    switch value {
    case .null, .bool(false), .string(""), .array([]): false
    case .object(let members): !members.isEmpty
    default: true
    }
  }
}

extension JSONSelector {
  /// A path, or the name of a member: `type` is `$.type`.
  package init(key: String) throws(JSONSelectorFault) {
    if key.hasPrefix("$") {
      self = try JSONSelector(parsing: key)
    } else {
      self = JSONSelector(member: key)
    }
  }
}
