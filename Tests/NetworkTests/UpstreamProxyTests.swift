import Network
import Testing

struct UpstreamProxyTests {
  @Test(arguments: [
    (["HTTPS_PROXY": "http://proxy.test:3128"], UpstreamProxy(host: "proxy.test", port: 3128)),
    (["https_proxy": "http://a.test:1/", "HTTPS_PROXY": "http://b.test:2"], UpstreamProxy(host: "a.test", port: 1)),
    (["HTTPS_PROXY": "proxy.test:3128"], UpstreamProxy(host: "proxy.test", port: 3128)),
    (["HTTPS_PROXY": "http://me:pw@proxy.test"], UpstreamProxy(host: "proxy.test", port: 80, authorization: "Basic bWU6cHc=")),
    (
      ["HTTPS_PROXY": "http://[::1]:8", "NO_PROXY": "a.test, .B.test"],
      UpstreamProxy(host: "::1", port: 8, exceptions: ["a.test", ".b.test"])
    ),
  ])
  func isReadFromTheEnvironment(environment: [String: String], proxy: UpstreamProxy) { #expect(UpstreamProxy(environment) == proxy) }

  @Test(arguments: [[:], ["HTTPS_PROXY": ""], ["HTTPS_PROXY": "socks5://proxy.test:1080"], ["HTTPS_PROXY": "http://"]])
  func thereMayBeNone(environment: [String: String]) { #expect(UpstreamProxy(environment) == nil) }

  @Test func leavesExceptionsAlone() {
    let proxy = UpstreamProxy(host: "proxy.test", port: 1, exceptions: ["a.test", ".b.test", "*.c.test"])
    for host in ["a.test", "x.a.test", "x.b.test", "b.test", "x.c.test", "localhost", "127.0.0.1", "::1"] {
      #expect(!proxy.leads(to: host), "\(host)")
    }
    for host in ["d.test", "xa.test", "10.0.0.1"] { #expect(proxy.leads(to: host), "\(host)") }
    #expect(!UpstreamProxy(host: "proxy.test", port: 1, exceptions: ["*"]).leads(to: "d.test"))
  }
}
