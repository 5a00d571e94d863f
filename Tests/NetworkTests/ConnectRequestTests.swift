import Network
import Testing
import Timeline

struct ConnectRequestTests {
  @Test(arguments: [
    ("api.deepgram.com:443", "api.deepgram.com", 443), ("API.Deepgram.COM.:443", "api.deepgram.com", 443), ("10.0.0.7:1", "10.0.0.7", 1),
    ("[::1]:65535", "::1", 65535), ("[fe80::1%eth0]:80", "fe80::1%eth0", 80), ("under_score:8", "under_score", 8),
  ])
  func readsTheTarget(target: String, host: String, port: Int) throws {
    let request = try ConnectRequest(RequestHead(method: "CONNECT", target: target, headers: []))
    #expect(request == ConnectRequest(host: host, port: port))
    #expect("\(request)" == (host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"))
  }

  @Test(arguments: [
    "", ":443", "host", "host:", "host:0", "host:65536", "host:+4", "host:4x", "::1:443", "[]:443", "[host]:443", "ho st:443",
    "https://host:443",
    "host/path:443", "user@host:443",
  ])
  func refusesWhatIsNoHostAndPort(target: String) {
    let refusal = #expect(throws: ConnectRefusal.self) { try ConnectRequest(RequestHead(method: "CONNECT", target: target, headers: [])) }
    #expect(refusal?.status == 400)
  }

  @Test func knowsConnectOnly() {
    let refusal = #expect(throws: ConnectRefusal.self) {
      try ConnectRequest(RequestHead(method: "GET", target: "http://host/", headers: []))
    }
    #expect(refusal?.status == 501 && refusal?.text.contains("HTTPS_PROXY") == true)
  }
}
