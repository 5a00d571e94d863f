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
  /// What stands for `${login}`: the login's result, or its placeholder; nil where the profile has no login.
  let login: String?
  /// False inside the login itself, which can't use its own result.
  var loginIsOpen = true
  private(set) var secrets: [String] = []

  init(environment: [String: String], login: String? = nil) {
    self.environment = environment
    self.login = login
  }

  /// Remembers a part of a value as a secret of its own.
  mutating func keep(_ secret: String) {
    if !secret.isEmpty, !secrets.contains(secret) { secrets.append(secret) }
  }

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
    if name == "login" {
      guard loginIsOpen else { throw value.fault("'${login}' is the result of 'login', and stands inside it") }
      guard let login else {
        throw value.fault(
          "'${login}' is the result of 'login', and this profile has none",
          advice: "add login: { get: URL, select: $.token }, or pass the token as ${NAME}")
      }
      return login
    }
    guard let found = environment[name] else {
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
    // A profile read before its login knows no secret yet, only the word that stands for it.
    if found != Login.placeholder { for secret in [found, used] { keep(secret) } }
    return used
  }
}
