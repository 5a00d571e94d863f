import Network
import Testing
import Timeline

/// Each way in which TLS fails has a code of its own, against a server of others.
@Suite("TLS with openssl s_server", .timeLimit(.minutes(5)), .enabled(if: OpenSSLServer.program != nil, "no openssl"))
struct OpenSSLTests {
  let bench = Bench()

  private func failure(_ server: OpenSSLServer, _ tls: TLSOptions) async throws -> ConnectionFailure {
    let failure = try await bench.failure("wss://localhost:\(server.port)", DialOptions(tls: tls))
    #expect(failure.stage == .tls, "\(failure)")
    return failure
  }

  private func trusting(_ certificate: TestCertificate, own: TestCertificate? = nil) -> TLSOptions {
    TLSOptions(
      extraCertificateAuthorities: certificate.certificate, certificateChain: own?.certificate, privateKey: own?.privateKey)
  }

  /// What is wrong with a certificate alone, or with the chain that is shown.
  @Test(arguments: [
    "CERTIFICATE_EXPIRED", "CERTIFICATE_NOT_YET_VALID", "HOSTNAME_MISMATCH", "NAME_ONLY_IN_SUBJECT", "SELF_SIGNED", "INCOMPLETE_CHAIN",
    "UNKNOWN_AUTHORITY",
  ])
  func tellsCertificatesApart(code: String) async throws {
    let root = try TestCertificate("Test root", names: nil)
    let middle = try TestCertificate("Test issuer", names: nil, issuer: root)
    let good = try TestCertificate("leaf", names: "DNS:localhost", issuer: middle)
    let (server, trusted, words, shown): (OpenSSLServer, TestCertificate?, String, [String]) =
      switch code {
      case "CERTIFICATE_EXPIRED":
        (
          try OpenSSLServer(TestCertificate("old", names: "DNS:localhost", days: -9 ... -2, issuer: root)), root, "CN=old expired on",
          ["CN=old"]
        )
      case "CERTIFICATE_NOT_YET_VALID":
        (
          try OpenSSLServer(TestCertificate("new", names: "DNS:localhost", days: 2...9, issuer: root)), root,
          "CN=new is valid only from", ["CN=new"]
        )
      case "HOSTNAME_MISMATCH":
        (
          try OpenSSLServer(TestCertificate("leaf", names: "DNS:other.example", issuer: root)), root, "made out to DNS:other.example",
          ["CN=leaf"]
        )
      case "NAME_ONLY_IN_SUBJECT":
        (
          try OpenSSLServer(TestCertificate("localhost", names: nil, issuer: root)), root, "browsers and libraries read subjectAltName",
          ["CN=localhost"]
        )
      case "SELF_SIGNED":
        (try OpenSSLServer(TestCertificate("me", names: "DNS:localhost")), root, "signed by itself", ["CN=me"])
      case "INCOMPLETE_CHAIN": (try OpenSSLServer(good), root, "nobody here knows its issuer CN=Test issuer", ["CN=leaf"])
      default:
        (
          try OpenSSLServer(good, chain: [middle]), try TestCertificate("Another root", names: nil), "leads to CN=Test root",
          ["CN=leaf", "CN=Test issuer"]
        )
      }
    let failure = try await failure(server, try trusting(#require(trusted)))
    #expect(failure.code == code && failure.text.contains(words), "\(failure.text)")
    // What was shown is recorded as it is.
    let certificates = try #require(failure.certificates)
    #expect(certificates.map(\.subject) == shown)
    #expect(certificates.allSatisfy { $0.sha256.count == 64 && !$0.notBefore.isEmpty && !$0.notAfter.isEmpty && !$0.issuer.isEmpty })
    #expect((certificates[0].names == nil) == (code == "NAME_ONLY_IN_SUBJECT"))
    #expect(bench.clientSink.events.contains { $0.kind == .failed(failure) })
  }

  @Test func anOldProtocolIsTold() async throws {
    let me = try TestCertificate("me", names: "DNS:localhost")
    let server = try OpenSSLServer(me, ["-tls1_1", "-cipher", "ALL:@SECLEVEL=0"])
    let failure = try await failure(server, trusting(me))
    #expect(failure.code == "OLD_PROTOCOL" && failure.text.contains("neither TLS 1.2 nor 1.3"), "\(failure.text)")
  }

  /// TLS 1.3 asks within the handshake and refuses behind it; 1.2 does both within.
  @Test(arguments: ["-tls1_2", "-tls1_3"])
  func aCertificateOfTheClientIsWanted(version: String) async throws {
    let root = try TestCertificate("Test root", names: nil)
    let leaf = try TestCertificate("leaf", names: "DNS:localhost", issuer: root)
    let server = try OpenSSLServer(leaf, authority: root, [version])
    let none = try await failure(server, trusting(root))
    #expect(none.code == "CLIENT_CERTIFICATE_WANTED" && none.text.contains("has got none"), "\(none.text)")
    let stranger = try await OpenSSLTests().failure(server, trusting(root, own: try TestCertificate("stranger", names: "DNS:client")))
    #expect(stranger.code == "CLIENT_CERTIFICATE_REFUSED" && stranger.text.contains("TLS alert"), "\(stranger.text)")
    // With one that it trusts, TLS is there: what it answers is a web page.
    let bench = Bench()
    let own = try TestCertificate("client", names: "DNS:client", issuer: root)
    try await bench.play(.client(), "wss://localhost:\(server.port)", DialOptions(tls: trusting(root, own: own)))
    #expect(bench.clientSink.responses.map(\.status) == [200], "\(bench.clientSink.events)")
  }
}
