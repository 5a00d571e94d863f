internal import Speech
internal import Yams

/// Reads paths into JSON, and conditions made of them.
enum SelectorReader {
  static let conditionForms = ["a selector such as $.is_final", "{ $.type: final }"]

  static func selector(_ value: YAMLValue) throws(ConfigurationError) -> JSONSelector {
    guard value.node.scalar != nil, !value.isNothing else { throw value.wrong("a selector", allowed: JSONSelectorFault.forms) }
    do { return try JSONSelector(parsing: try value.text()) } catch let fault as JSONSelectorFault {
      throw value.fault(
        "'\(value.name)' is '\(Quoting.short(try value.text()))', no selector: \(fault)", allowed: JSONSelectorFault.forms)
    } catch let error as ConfigurationError { throw error } catch { throw value.fault("no selector") }
  }

  /// A selector that must find something, or selectors with what they must find: one value, or a list of which it is one.
  static func condition(_ value: YAMLValue) throws(ConfigurationError) -> JSONCondition {
    guard value.node.mapping != nil else {
      guard value.node.scalar != nil, !value.isNothing else { throw value.wrong("a selector or a mapping", allowed: conditionForms) }
      return JSONCondition([JSONCondition.Clause(try selector(value), .present)])
    }
    var clauses: [JSONCondition.Clause] = []
    for pair in try value.mapping().pairs {
      let selector: JSONSelector
      do { selector = try JSONSelector(key: pair.word) } catch {
        throw pair.key.fault("'\(Quoting.short(pair.word))' is no selector: \(error)", allowed: JSONSelectorFault.forms)
      }
      if pair.value.node.mapping != nil { throw pair.value.wrong("a text, a number, true, false, null or a list of them") }
      var wanted: [JSONValue] = []
      for entry in pair.value.node.sequence == nil ? [pair.value] : try pair.value.list() {
        if entry.node.scalar == nil { throw entry.wrong("a text, a number, true, false, null or a list of them") }
        wanted.append(try JSONText.leaf(entry))
      }
      guard !wanted.isEmpty else { throw pair.value.fault("'\(Quoting.short(pair.word))' is an empty list", allowed: conditionForms) }
      clauses.append(JSONCondition.Clause(selector, .oneOf(wanted)))
    }
    guard !clauses.isEmpty else { throw value.fault("'\(value.name)' is an empty mapping", allowed: conditionForms) }
    return JSONCondition(clauses)
  }

  /// A condition as it reads back equal.
  static func written(_ condition: JSONCondition) -> String {
    if condition.clauses.count == 1, case .present = condition.clauses[0].test {
      return YAMLQuoting.text(condition.clauses[0].selector.text)
    }
    let pairs = condition.clauses.map { clause in
      guard case .oneOf(let values) = clause.test else { return "\(YAMLQuoting.text(clause.selector.text)): true" }
      let wanted = values.map(scalar)
      return "\(YAMLQuoting.text(clause.selector.text)): \(wanted.count == 1 ? wanted[0] : "[\(wanted.joined(separator: ", "))]")"
    }
    return "{ \(pairs.joined(separator: ", ")) }"
  }

  private static func scalar(_ value: JSONValue) -> String {
    if case .string(let text) = value { YAMLQuoting.text(text) } else { value.serialized() }
  }
}
