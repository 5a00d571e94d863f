import Foundation
import Speech

/// As much of JSON Schema (draft 2020-12) as the report's schema uses; a keyword that it does not know is an error, never passed over.
struct SchemaChecker {
  let root: JSONValue

  /// - Parameter name: Which of the schemas in `Fixtures`, that other programs are given: `report`, `diff` …
  init(of name: String) throws { root = try JSONValue(parsing: Array(Self.text(of: name).utf8)) }

  static func text(of name: String) throws -> String {
    try String(contentsOfFile: Outside.beside("../../Fixtures/\(name).schema.json"), encoding: .utf8)
  }

  /// What is wrong, with its place; empty where the value fits.
  func faults(in value: JSONValue) -> [String] { faults(value, root, "$") }

  private func faults(_ value: JSONValue, _ schema: JSONValue, _ path: String) -> [String] {
    (schema.object ?? [:]).sorted { $0.key < $1.key }.flatMap { keyword, argument in
      check(keyword, argument, value, schema, path)
    }
  }

  private func check(_ keyword: String, _ argument: JSONValue, _ value: JSONValue, _ schema: JSONValue, _ path: String) -> [String] {
    func fault(_ holds: Bool) -> [String] { holds ? [] : ["\(path): \(keyword)"] }
    switch keyword {
    case "$schema", "$id", "title", "description", "$defs": return []
    case "$ref":
      let name = argument.string?.split(separator: "/").last.map(String.init) ?? ""
      guard let target = root["$defs"]?[name] else { return ["no definition \(name)"] }
      return faults(value, target, path)
    case "allOf": return (argument.array ?? []).flatMap { faults(value, $0, path) }
    case "type":
      let allowed = argument.array?.compactMap(\.string) ?? [argument.string ?? ""]
      return fault(allowed.contains { $0 == value.kindName || ($0 == "integer" && value.integer != nil) })
    case "const": return fault(value == argument)
    case "enum": return fault(argument.array?.contains(value) ?? false)
    case "pattern":
      guard let text = value.string else { return [] }
      return fault(((try? Regex(argument.string ?? "")).map { text.contains($0) }) ?? false)
    case "minLength": return fault(value.string.map { Double($0.unicodeScalars.count) >= argument.number ?? 0 } ?? true)
    case "minimum": return fault(value.number.map { $0 >= argument.number ?? 0 } ?? true)
    case "maximum": return fault(value.number.map { $0 <= argument.number ?? 0 } ?? true)
    case "minItems": return fault(value.array.map { $0.count >= argument.integer ?? 0 } ?? true)
    case "maxItems": return fault(value.array.map { $0.count <= argument.integer ?? 0 } ?? true)
    case "required":
      guard let members = value.object else { return [] }
      return (argument.array ?? []).compactMap(\.string).filter { members[$0] == nil }.map { "\(path): lacks \($0)" }
    case "properties":
      return (argument.object ?? [:]).sorted { $0.key < $1.key }.flatMap { name, schema in
        value[name].map { faults($0, schema, "\(path).\(name)") } ?? []
      }
    case "items": return (value.array ?? []).enumerated().flatMap { faults($0.element, argument, "\(path)[\($0.offset)]") }
    default: return ["unknown keyword \(keyword)"]
    }
  }
}

extension JSONValue {
  /// The value once more for each member of each object in it, without that member.
  var withoutEachMember: [JSONValue] { variants { members, name in members[name] = nil } }

  /// The value once more for each member of each object in it, with an object where that member's value was.
  var withEachMemberOfAnotherType: [JSONValue] {
    variants { members, name in members[name] = members[name]?.object == nil ? ["surprise": true] : "surprise" }
  }

  private func variants(_ change: (inout [String: JSONValue], String) -> Void) -> [JSONValue] {
    switch self {
    case .object(let members):
      return members.keys.sorted().flatMap { name -> [JSONValue] in
        var changed = members
        change(&changed, name)
        let deeper = (members[name] ?? .null).variants(change).map { inner -> JSONValue in
          var outer = members
          outer[name] = inner
          return .object(outer)
        }
        return [.object(changed)] + deeper
      }
    case .array(let elements):
      return elements.indices.flatMap { index in
        elements[index].variants(change).map { inner -> JSONValue in
          var outer = elements
          outer[index] = inner
          return .array(outer)
        }
      }
    default: return []
    }
  }
}
