package import Speech
package import Timeline

/// A request that goes before the sessions; what it gives stands for `${login}` in the profile's headers, subprotocols, query and URL.
package struct Login: Sendable, Equatable {
  package enum Method: String, Sendable, CaseIterable {
    case get, post
  }

  package var method: Method
  /// `http://` or `https://`.
  package var url: String
  package var headers: [HeaderField]
  package var body: [UInt8]
  /// Where in the answer's JSON the result stands; nil: the whole body is the result.
  package var select: JSONSelector?

  package init(method: Method, url: String, headers: [HeaderField] = [], body: [UInt8] = [], select: JSONSelector? = nil) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.select = select
  }

  /// What stands for the result while a profile is read before the login: legal wherever a result may stand.
  static let placeholder = "login-result"
}
