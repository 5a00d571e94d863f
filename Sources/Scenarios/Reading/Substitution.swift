internal import Speech

/// Puts environment values in the place of `${NAME}` and keeps each of them as a secret. `$${` is a plain `${`.
struct Substitution {
  /// Where a value goes to.
  enum Place {
    case plain
    /// Into a URL, where each value is percent-encoded as a query component, but for one that is the whole text.
    case url
  }

  let environment: [String: String]
  private(set) var secrets: [String] = []

  init(environment: [String: String]) { self.environment = environment }

  mutating func expand(_ value: YAMLValue, in place: Place = .plain) throws(ConfigurationError) -> String {
    let text = try value.text()
    var out = ""
    var rest = text[...]
    while let dollar = rest.firstIndex(of: "$") {
      out += rest[..<dollar]
      rest = rest[dollar...]
      if rest.hasPrefix("$${") {
        out += "${"
        rest = rest.dropFirst(3)
      } else if rest.hasPrefix("${") {
        guard let end = rest.firstIndex(of: "}") else {
          throw value.fault("'${' without '}' in '\(value.name)'", allowed: ["${NAME}", "$${ for a plain ${"])
        }
        let found = try lookUp(String(rest[rest.index(rest.startIndex, offsetBy: 2)..<end]), for: value)
        rest = rest[rest.index(after: end)...]
        let whole = out.isEmpty && rest.isEmpty
        out += keep(found, coded: place == .url && !whole)
      } else {
        out += "$"
        rest = rest.dropFirst()
      }
    }
    return out + rest
  }

  private func lookUp(_ name: String, for value: YAMLValue) throws(ConfigurationError) -> String {
    let legal = name.utf8.allSatisfy { $0.isLetterOrDigit || $0 == UInt8(ascii: "_") } && name.first?.isNumber == false
    guard legal else {
      throw value.fault(
        "'${\(Quoting.short(name))}' names no environment variable", allowed: ["${NAME} of letters, digits and _", "$${ for a plain ${"])
    }
    guard let found = environment[name] else {
      if name == "login" {
        throw value.fault(
          "'${login}' is the result of 'login', which is not supported by this version",
          advice: "log in yourself and pass the token as ${NAME}")
      }
      throw value.fault(
        "environment variable '\(name)' is not set", nearest: NearestName.find(name, among: environment.keys.sorted()),
        advice: "set it, or write $${\(name)} for the text itself")
    }
    guard !found.isEmpty else { throw value.fault("environment variable '\(name)' is empty", advice: "set it to a value") }
    return found
  }

  /// Both forms are secret: what was given, and what stands in the URL.
  private mutating func keep(_ found: String, coded: Bool) -> String {
    let used = coded ? PercentCoding.encode(found) : found
    for secret in [found, used] where !secrets.contains(secret) { secrets.append(secret) }
    return used
  }
}
