import Network
import Testing

@Suite("Endpoints")
struct EndpointTests {
  @Test(arguments: [
    ("ws://localhost:8080/speech/stt:test", "localhost", 8080, "/speech/stt:test", "localhost:8080"),
    ("wss://api.example.com", "api.example.com", 443, "/", "api.example.com"),
    ("WS://h?a=b/c", "h", 80, "/?a=b/c", "h"),
    ("http://[::1]:9/x?y", "::1", 9, "/x?y", "[::1]:9"),
    ("https://[2001:db8::7]/", "2001:db8::7", 443, "/", "[2001:db8::7]"),
    ("ws://10.0.0.1:80/", "10.0.0.1", 80, "/", "10.0.0.1"),
    ("ws://relay_1.internal:65535/a//b", "relay_1.internal", 65535, "/a//b", "relay_1.internal:65535"),
  ])
  func readsURLs(url: String, host: String, port: Int, target: String, header: String) throws {
    let endpoint = try Endpoint(parsing: url)
    #expect(endpoint.host == host)
    #expect(endpoint.port == port)
    #expect(endpoint.target == target)
    #expect(endpoint.hostHeader == header)
    #expect(try Endpoint(parsing: endpoint.description) == endpoint)
  }

  @Test(arguments: [
    ("localhost:8080/x", EndpointError.Code.scheme, "ws://localhost:8080/x"),
    ("wsss://h/", .scheme, "did you mean wss://"),
    ("htp://h/", .scheme, "did you mean http://"),
    ("ws:///path", .host, "names no host"),
    ("ws://::1/x", .host, "brackets"),
    ("ws://[::1/x", .host, "closing bracket"),
    ("ws://[1.2.3.4]/x", .host, "not an IPv6 address"),
    ("ws://[::1]x/", .host, "after the IPv6 address"),
    ("ws://a b/", .host, "allowed are letters"),
    ("ws://h:0/", .port, "1 to 65535"),
    ("ws://h:65536/", .port, "1 to 65535"),
    ("ws://h:/", .port, "1 to 65535"),
    ("ws://h:+80/", .port, "1 to 65535"),
    ("ws://u:p@h/", .userinfo, "Authorization"),
    ("ws://h/x#y", .fragment, "%23"),
    ("ws://h/a b", .target, "%20"),
    ("ws://h/ä", .target, "percent-encode"),
  ])
  func refusesWhatNamesNoPlace(url: String, code: EndpointError.Code, hint: String) {
    let error = #expect(throws: EndpointError.self) { try Endpoint(parsing: url) }
    #expect(error?.code == code)
    #expect(error?.text.contains(hint) == true, "\(error?.text ?? "")")
  }

  @Test(
    "no error shows the query, which may hold a token",
    arguments: ["x://h/?t=hush", "h/?t=hush", "ws://h/?t=hush#f", "ws://h:x/?t=hush", "ws://h/?t=hush ä"])
  func keepsSecrets(url: String) {
    let error = #expect(throws: EndpointError.self) { try Endpoint(parsing: url) }
    #expect(error?.text.contains("hush") == false)
  }
}
