import Network
import Running
import Testing

struct RelayEnvironmentTests {
  private static let environment = RelayEnvironment(
    proxy: LabServer.Address(host: "127.0.0.1", port: 9091), service: LabServer.Address(host: "127.0.0.1", port: 9090),
    hosts: ServiceHosts(), files: RelayEnvironment.Files(authority: "/c/ca.pem", bundle: "/c/it's a bundle.pem", hooks: "/c/hooks"))

  @Test func leadsAndClears() {
    let before = [
      "PATH": "/bin", "NO_PROXY": "*", "no_proxy": "api.deepgram.com", "HTTPS_PROXY": "http://company.test:3128", "PYTHONPATH": "/lib",
    ]
    let after = Self.environment.applied(to: before)
    for name in ["HTTPS_PROXY", "https_proxy", "wss_proxy"] { #expect(after[name] == "http://127.0.0.1:9091") }
    for name in ["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "WEBSOCKET_CLIENT_CA_BUNDLE"] {
      #expect(after[name] == "/c/it's a bundle.pem")
    }
    #expect(after["NODE_EXTRA_CA_CERTS"] == "/c/ca.pem")
    #expect(after["NO_PROXY"] == nil && after["no_proxy"] == nil)
    #expect(after["PATH"] == "/bin")
    #expect(after["STTCHECK_SERVICE_URL"] == "ws://127.0.0.1:9090")
    #expect(after["STTCHECK_SERVICE_HOSTS"]?.split(separator: " ").first == "api.deepgram.com")
    // What is there already stays.
    #expect(after["PYTHONPATH"] == "/c/hooks:/lib")
    #expect(after["NODE_OPTIONS"] == "--require \"/c/hooks/sttcheck.cjs\"")
  }

  @Test func isWrittenForAShell() {
    let lines = EnvironmentFormat.shell.render(Self.environment).split(separator: "\n")
    #expect(lines.contains("export HTTPS_PROXY='http://127.0.0.1:9091'"))
    #expect(lines.contains("export SSL_CERT_FILE='/c/it'\\''s a bundle.pem'"))
    #expect(lines.contains("export PYTHONPATH='/c/hooks'\"${PYTHONPATH:+:$PYTHONPATH}\""))
    #expect(lines.contains("unset NO_PROXY"))
    #expect(lines.allSatisfy { $0.hasPrefix("export ") || $0.hasPrefix("unset ") })
  }

  @Test func isWrittenForAFile() {
    let lines = EnvironmentFormat.dotenv.render(Self.environment).split(separator: "\n")
    #expect(lines.contains("HTTPS_PROXY=http://127.0.0.1:9091"))
    #expect(lines.contains("SSL_CERT_FILE=\"/c/it's a bundle.pem\""))
    #expect(lines.contains("NO_PROXY="))
    #expect(lines.contains("NODE_OPTIONS=\"--require \\\"/c/hooks/sttcheck.cjs\\\"\""))
  }

  @Test func isWrittenForCompose() {
    let lines = EnvironmentFormat.compose.render(Self.environment).split(separator: "\n")
    #expect(lines.contains("HTTPS_PROXY: \"http://127.0.0.1:9091\""))
    #expect(lines.contains("no_proxy: \"\""))
  }
}
