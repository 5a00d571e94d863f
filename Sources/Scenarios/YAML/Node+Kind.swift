internal import Yams
internal import Timeline

extension Node {
  /// Written as nothing, `~` or `null` (YAML 1.2 §10.2.1.1).
  var isNothing: Bool {
    guard let scalar, scalar.style == .plain else { return false }
    return ["", "~", "null", "Null", "NULL"].contains(scalar.string)
  }

  /// `true` or `false`, not quoted. YAML 1.1's `yes` and `on` are texts here.
  var plainBool: Bool? {
    guard let scalar, scalar.style == .plain else { return nil }
    switch scalar.string {
    case "true", "True", "TRUE": return true
    case "false", "False", "FALSE": return false
    default: return nil
    }
  }

  /// A finite decimal number, not quoted.
  var plainNumber: Double? {
    guard let scalar, scalar.style == .plain else { return nil }
    return DurationText.decimal(scalar.string)
  }

  /// What stands there, in words, for an error; texts are cut at 40 characters.
  var kind: String {
    if isNothing { return "nothing" }
    if let bool = plainBool { return "\(bool)" }
    switch self {
    case .scalar(let scalar):
      return plainNumber != nil ? "the number \(scalar.string)" : "the text '\(Quoting.short(scalar.string))'"
    case .mapping: return "a mapping"
    case .sequence: return "a list"
    case .alias: return "an alias"
    }
  }
}
