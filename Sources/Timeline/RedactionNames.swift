/// Which names announce a credential.
package enum RedactionNames {
  /// Query parameters, without `-`, `_` and case.
  private static let queries: Set<String> = [
    "token", "accesstoken", "idtoken", "refreshtoken", "authtoken", "sessiontoken", "bearertoken", "bearer", "apikey", "xapikey", "key",
    "accesskey", "secretkey", "privatekey", "subscriptionkey", "auth", "authorization", "jwt", "secret", "clientsecret", "password",
    "passwd", "pwd", "signature", "sig", "credential", "credentials", "xamzsignature", "xamzcredential", "xamzsecuritytoken",
    "xgoogsignature", "xgoogcredential",
  ]

  /// Authentication schemes, kept before what they announce: https://www.iana.org/assignments/http-authschemes and what services use.
  private static let schemes: Set<String> = [
    "token", "bearer", "basic", "digest", "negotiate", "ntlm", "hoba", "mutual", "dpop", "apikey", "api-key", "key", "jwt",
    "aws4-hmac-sha256",
  ]

  /// Subprotocols that announce the next one as a credential: `token, KEY`.
  private static let announcers: Set<String> = [
    "token", "bearer", "access_token", "access-token", "authorization", "auth", "jwt", "apikey", "api-key", "api_key", "key",
  ]

  package static func isSecretQuery(_ name: String) -> Bool {
    queries.contains(name.lowercased().filter { $0 != "-" && $0 != "_" })
  }

  /// Names of members of JSON: as of queries, without the words that name other things too.
  static func isSecretMember(_ name: String) -> Bool {
    isSecretQuery(name) && !["key", "auth", "sig", "signature", "bearer"].contains(name.lowercased())
  }

  static func isScheme(_ word: String) -> Bool { schemes.contains(word.lowercased()) }

  static func announcesSecret(subprotocol: String) -> Bool { announcers.contains(subprotocol.lowercased()) }

  /// `Authorization`, cookies, and every header named like a key or a token.
  static func isSecretHeader(_ name: String) -> Bool {
    let name = name.lowercased()
    if name.hasPrefix("sec-websocket-") || name.hasPrefix("access-control-") { return false }
    let parts = [
      "authorization", "cookie", "token", "secret", "password", "passwd", "credential", "signature", "apikey", "api-key", "api_key",
      "access-key", "auth-key", "subscription-key", "private-key", "jwt",
    ]
    return parts.contains { name.contains($0) } || name == "x-auth" || name == "x-key"
  }

  /// Headers that say what a client is or takes, and never who: their values stand in other places too.
  static func isPlainHeader(_ name: String) -> Bool {
    let name = name.lowercased()
    return ["host", "origin", "referer", "user-agent", "connection", "upgrade", "pragma", "cache-control", "x-forwarded-proto"].contains(
      name)
      || name.hasPrefix("accept") || name.hasPrefix("content-") || name.hasPrefix("sec-websocket-")
  }

  /// Such a header's name where it stands in a sentence or a command: plain words don't count.
  static func isSecretHeaderInText(_ name: String) -> Bool {
    let lowercased = name.lowercased()
    return isSecretHeader(name) && (lowercased.contains("-") || ["authorization", "cookie", "apikey"].contains(lowercased))
  }

  /// Whether a subprotocol reads like the name of one (`graphql-transport-ws`, `v1.stt`) and not like a key: a letter first, at most 32
  /// characters, no more than two digits in a row.
  static func looksLikeProtocol(_ item: String) -> Bool {
    guard item.count <= 32, let first = item.unicodeScalars.first, isLetter(first) else { return false }
    var digits = 0
    var groups = 0
    for scalar in item.unicodeScalars {
      if ("0"..."9").contains(scalar) {
        if digits == 0 { groups += 1 }
        digits += 1
        if digits > 2 || groups > 3 { return false }
      } else {
        digits = 0
        guard isLetter(scalar) || scalar == "." || scalar == "-" || scalar == "_" || scalar == ":" || scalar == "/" else { return false }
      }
    }
    return true
  }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
  }
}
