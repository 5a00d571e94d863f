internal import Digest
internal import Speech
internal import Timeline

/// A token for a little while, which `POST /v1/auth/grant` gives to whoever has a key, and which opens connections until it ends (PROTOCOL, "Handshake").
///
/// A JWT in form. It is signed with the key that asked for it, well enough for a lab: an ended one, one of another key, and one that was altered are
/// told from a good one.
struct Grant: Equatable {
  static let path = "/v1/auth/grant"
  /// Seconds, where nobody asks for another life.
  static let usualLife = 30.0
  /// What may be asked for, in seconds.
  static let lives = 1.0...3600

  /// Unix time, in seconds.
  let expires: Int64
  private let signature: String

  /// - Parameter expires: Unix time, in seconds.
  init(key: String, expires: Int64) {
    self.expires = expires
    signature = Self.signature(of: expires, key)
  }

  /// Nil for what is no grant of this service: a key, a token of somebody else's.
  init?(_ token: String) {
    let parts = token.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, let bytes = Base64.decode(parts[1]), let payload = try? JSONValue(parsing: bytes),
      payload["iss"]?.string == Self.issuer, let expires = payload["exp"]?.integer
    else { return nil }
    self.expires = Int64(expires)
    signature = String(parts[2])
  }

  var token: String {
    let payload: JSONValue = ["exp": .number(Double(expires)), "iss": .string(Self.issuer)]
    return [Self.encoded(#"{"alg":"HS256","typ":"JWT"}"#), Self.encoded(payload.serialized()), signature].joined(separator: ".")
  }

  /// - Parameter keys: Those that are accepted; nil: any is.
  func isGood(at unixNanoseconds: Int64, keys: Set<String>?) -> Bool {
    guard unixNanoseconds / 1_000_000_000 < expires else { return false }
    return keys.map { $0.contains { Self.signature(of: expires, $0) == signature } } ?? true
  }

  private static let issuer = "sttcheck"

  private static func signature(of expires: Int64, _ key: String) -> String {
    String(SHA256Digest.hex(SHA256Digest.digest(Array("\(expires) \(key)".utf8))).prefix(43))
  }

  /// Base64 as in URLs, without padding (RFC 7515 §2).
  private static func encoded(_ text: String) -> String {
    Base64.encode(Array(text.utf8)).replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
  }
}

extension OneShotService {
  /// What is answered to who asks for a grant.
  func grant(_ request: RequestHead, body: [UInt8], at unixNanoseconds: Int64) -> Result<ResponseHead, ListenParameters.Refusal> {
    if let refusal = settings.refusal { return .failure(refusal) }
    // A grant opens connections; it does not make others.
    guard let key = Credentials(of: request).key, Grant(key) == nil, settings.keys?.contains(key) ?? true else {
      return .failure(.unauthorized)
    }
    guard request.method == "POST" else { return .failure(.notAllowed) }
    let wish = body.isEmpty ? JSONValue.object([:]) : try? JSONValue(parsing: body)
    let life = wish.map { $0["ttl_seconds"] == nil ? Grant.usualLife : $0["ttl_seconds"]?.number ?? .nan } ?? .nan
    guard Grant.lives.contains(life) else {
      return .failure(ListenParameters.Refusal(status: 400, errCode: "Bad Request", message: "ttl_seconds is a number from 1 to 3600."))
    }
    let grant = Grant(key: key, expires: unixNanoseconds / 1_000_000_000 + Int64(life))
    let answer: JSONValue = ["access_token": .string(grant.token), "expires_in": .number(life)]
    return .success(
      ResponseHead(
        status: 200, reason: "OK", headers: [HeaderField("content-type", "application/json")], body: Array(answer.serialized().utf8)))
  }
}
