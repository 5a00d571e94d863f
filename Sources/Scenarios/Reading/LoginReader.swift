internal import Speech
internal import Timeline
internal import Yams

/// Reads a profile's `login`.
enum LoginReader {
  static let keys = ["get", "post", "headers", "body", "select"]

  static var schema: JSONValue {
    var members =
      SchemaParts.mapping(
        keys,
        [
          "get": URLReader.httpSchema, "post": URLReader.httpSchema, "headers": SchemaParts.fields,
          "body": ["type": ["string", "number", "boolean", "object", "array"]],
          "select": SchemaParts.selector,
        ], oneOf: ["get", "post"]
      ).object ?? [:]
    members["dependentRequired"] = ["body": ["post"]]
    return .object(members)
  }

  static func read(_ value: YAMLValue, _ substitution: inout Substitution) throws(ConfigurationError) -> Login {
    guard value.node.mapping != nil else {
      throw value.wrong("a mapping", allowed: ["{ get: https://relay.example.com/api/session, select: $.token }"])
    }
    let mapping = try value.mapping()
    try mapping.check(allowed: keys)
    let given = mapping.pairs.filter { $0.word == "get" || $0.word == "post" }
    guard let place = given.first, let method = Login.Method(rawValue: place.word) else {
      throw value.fault("'login' names no URL", allowed: ["get: URL", "post: URL"])
    }
    if given.count > 1 { throw given[1].key.fault("'login' has a URL already, under '\(place.word)'", advice: "one request a login") }
    substitution.loginIsOpen = false
    defer { substitution.loginIsOpen = true }
    var login = Login(method: method, url: try URLReader.http(place.value, &substitution))
    if let value = mapping["headers"] { login.headers = try HeaderReader.readPlain(value, &substitution) }
    if let value = mapping["body"] {
      guard method == .post else { throw value.fault("'body' stands with 'get', which sends none", allowed: ["post: URL"]) }
      try body(value, into: &login, &substitution)
    }
    login.select = try mapping["select"].map(SelectorReader.selector)
    return login
  }

  /// A text goes as it is; a mapping or a list goes as JSON.
  private static func body(
    _ value: YAMLValue, into login: inout Login, _ substitution: inout Substitution
  ) throws(ConfigurationError) {
    let isJSON = value.node.scalar == nil
    if isJSON {
      login.body = Array(try JSONText.compact(value) { value throws(ConfigurationError) in try substitution.expand(value) }.utf8)
    } else {
      login.body = Array(try substitution.expand(value).utf8)
    }
    if login.headers["Content-Type"] == nil {
      login.headers.append(HeaderField("Content-Type", isJSON ? "application/json" : "application/x-www-form-urlencoded"))
    }
  }
}
