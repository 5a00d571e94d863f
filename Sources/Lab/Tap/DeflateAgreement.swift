internal import Timeline

/// What the two ends of a connection agreed on about permessage-deflate (RFC 7692 §7.1).
struct DeflateAgreement: Equatable {
  /// Whether each side's messages may look back at its earlier ones.
  var clientKeepsContext = true
  var serverKeepsContext = true

  /// Nil where the answer turns no compression on.
  init?(_ response: ResponseHead) {
    let extensions = response.headers.all("Sec-WebSocket-Extensions").flatMap { $0.split(separator: ",") }
    let parts = extensions.map { $0.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" }.lowercased() } }
    guard let agreed = parts.first(where: { $0.first == "permessage-deflate" }) else { return nil }
    clientKeepsContext = !agreed.contains("client_no_context_takeover")
    serverKeepsContext = !agreed.contains("server_no_context_takeover")
  }
}
