import CLibcrypto
import Network
import Testing

struct CertificateAuthorityTests {
  private static func read<Value>(_ pem: String, _ body: (OpaquePointer) throws -> Value) throws -> Value {
    let memory = try #require(BIO_new(BIO_s_mem()))
    defer { BIO_free(memory) }
    BIO_puts(memory, pem)
    let certificate = try #require(PEM_read_bio_X509(memory, nil, nil, nil))
    defer { X509_free(certificate) }
    return try body(certificate)
  }

  /// Whether a certificate verifies as a TLS server's, with nobody trusted but one authority.
  private static func verifies(_ leaf: String, by authority: String) throws -> Bool {
    try read(leaf) { leaf in
      try read(authority) { authority in
        let store = try #require(X509_STORE_new())
        defer { X509_STORE_free(store) }
        let context = try #require(X509_STORE_CTX_new())
        defer { X509_STORE_CTX_free(context) }
        X509_STORE_add_cert(store, authority)
        X509_STORE_CTX_init(context, store, leaf, nil)
        X509_STORE_CTX_set_default(context, "ssl_server")
        // What strict stacks (Go, Python 3.13) look at too.
        X509_STORE_CTX_set_flags(context, UInt(X509_V_FLAG_X509_STRICT))
        return X509_verify_cert(context) == 1
      }
    }
  }

  @Test func isAnAuthority() throws {
    let authority = try #require(CertificateAuthority.make())
    try Self.read(authority.certificate) { certificate in
      #expect(X509_check_ca(certificate) == 1)
      #expect(X509_get_key_usage(certificate) == UInt32(KU_KEY_CERT_SIGN | KU_CRL_SIGN))
      #expect(X509_get_pathlen(certificate) == 0)
    }
    #expect(authority.isValid() && authority.isValid(afterDays: 1000) && !authority.isValid(afterDays: CertificateAuthority.lifetime + 1))
    #expect(authority.fingerprint.split(separator: ":").count == 32)
    let again = try CertificateAuthority(certificate: authority.certificate, privateKey: authority.privateKey)
    #expect(again == authority && again.fingerprint == authority.fingerprint)
    #expect(try #require(CertificateAuthority.make()).fingerprint != authority.fingerprint)
  }

  @Test(arguments: ["api.deepgram.com", "127.0.0.1", "::1", "under_score.test", String(repeating: "long.", count: 30) + "test"])
  func issuesWhatServersShow(host: String) throws {
    let authority = try #require(CertificateAuthority.make())
    let tls = try #require(authority.issue(for: host))
    #expect(try Self.verifies(tls.certificateChain, by: authority.certificate))
    let other = try #require(CertificateAuthority.make())
    #expect(try !Self.verifies(tls.certificateChain, by: other.certificate))
    try Self.read(tls.certificateChain) { leaf in
      let isAddress = host.contains(":") || host.first == "1"
      #expect((isAddress ? X509_check_ip_asc(leaf, host, 0) : X509_check_host(leaf, host, host.utf8.count, 0, nil)) == 1)
      #expect(X509_check_host(leaf, "other.test", 10, 0, nil) == 0)
      #expect(X509_get_extended_key_usage(leaf) == UInt32(XKU_SSL_SERVER))
      #expect(X509_get_key_usage(leaf) == UInt32(KU_DIGITAL_SIGNATURE))
      #expect(X509_check_ca(leaf) == 0)
      #expect(X509_cmp_current_time(X509_get0_notBefore(leaf)) < 0 && X509_cmp_current_time(X509_get0_notAfter(leaf)) > 0)
    }
  }

  /// A name is the peer's to choose: none may say more than itself.
  @Test(arguments: ["", "a,DNS:b", "a b", "a\u{0}b", "ä.test", "*", String(repeating: "x", count: 254)])
  func issuesNothingForWhatIsNoName(host: String) throws {
    #expect(try #require(CertificateAuthority.make()).issue(for: host) == nil)
  }

  @Test func saysWhyOneCannotBeUsed() throws {
    let (one, other) = (try #require(CertificateAuthority.make()), try #require(CertificateAuthority.make()))
    let leaf = try #require(one.issue(for: "a.test"))
    for (certificate, key, why) in [
      ("x", one.privateKey, "holds no certificate"), (one.certificate, "x", "no private key"),
      (one.certificate, other.privateKey, "another certificate"), (leaf.certificateChain, leaf.privateKey, "no authority"),
    ] {
      let fault = #expect(throws: CertificateFault.self) { try CertificateAuthority(certificate: certificate, privateKey: key) }
      #expect(fault?.text.contains(why) == true, "\(String(describing: fault))")
    }
    #expect(try !#require(CertificateAuthority.make(days: -9 ... -2)).isValid())
  }
}
