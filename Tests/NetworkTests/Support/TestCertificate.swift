import CLibcrypto
import Network
import Testing

/// A certificate made in the test, with its key.
struct TestCertificate: Sendable {
  let certificate: String
  let privateKey: String

  /// - Parameters:
  ///   - names: Subject alternative names in OpenSSL's notation: `DNS:localhost,IP:127.0.0.1`.
  ///   - days: From when to when it is valid, counted from now.
  ///   - issuer: Who signs it; nil: itself.
  init(_ commonName: String, names: String?, days: ClosedRange<Int> = -1...30, issuer: TestCertificate? = nil) throws {
    let key = try Self.makeKey()
    defer { EVP_PKEY_free(key) }
    let x509 = try #require(X509_new())
    defer { X509_free(x509) }
    X509_set_version(x509, 2)
    ASN1_INTEGER_set(X509_get_serialNumber(x509), Int.random(in: 1...1_000_000))
    X509_time_adj_ex(X509_getm_notBefore(x509), CInt(days.lowerBound), 0, nil)
    X509_time_adj_ex(X509_getm_notAfter(x509), CInt(days.upperBound), 0, nil)
    X509_set_pubkey(x509, key)
    X509_NAME_add_entry_by_txt(X509_get_subject_name(x509), "CN", 0x1001, commonName, CInt(commonName.utf8.count), -1, 0)
    if let names { try Self.extend(x509, NID_subject_alt_name, names) }
    if names == nil { try Self.extend(x509, NID_basic_constraints, "critical,CA:TRUE") }
    if let issuer {
      let parent = try Self.read(issuer.certificate) { PEM_read_bio_X509($0, nil, nil, nil) }
      defer { X509_free(parent) }
      let parentKey = try Self.read(issuer.privateKey) { PEM_read_bio_PrivateKey($0, nil, nil, nil) }
      defer { EVP_PKEY_free(parentKey) }
      X509_set_issuer_name(x509, X509_get_subject_name(parent))
      try #require(X509_sign(x509, parentKey, EVP_sha256()) > 0)
    } else {
      X509_set_issuer_name(x509, X509_get_subject_name(x509))
      try #require(X509_sign(x509, key, EVP_sha256()) > 0)
    }
    certificate = try Self.write { PEM_write_bio_X509($0, x509) }
    privateKey = try Self.write { PEM_write_bio_PrivateKey($0, key, nil, nil, 0, nil, nil) }
  }

  /// For a server that shows it, with the certificates of its issuers.
  func server(with chain: [TestCertificate] = []) -> ServerTLS {
    ServerTLS(certificateChain: ([self] + chain).map(\.certificate).joined(), privateKey: privateKey)
  }

  private static func makeKey() throws -> OpaquePointer {
    let context = try #require(EVP_PKEY_CTX_new_from_name(nil, "EC", nil))
    defer { EVP_PKEY_CTX_free(context) }
    try #require(EVP_PKEY_keygen_init(context) == 1)
    try #require(EVP_PKEY_CTX_set_group_name(context, "P-256") == 1)
    var key: OpaquePointer?
    try #require(EVP_PKEY_keygen(context, &key) == 1)
    return try #require(key)
  }

  private static func extend(_ x509: OpaquePointer, _ kind: CInt, _ value: String) throws {
    let more = try #require(X509V3_EXT_conf_nid(nil, nil, kind, value))
    defer { X509_EXTENSION_free(more) }
    X509_add_ext(x509, more, -1)
  }

  private static func read(_ pem: String, _ body: (OpaquePointer) -> OpaquePointer?) throws -> OpaquePointer {
    let memory = try #require(BIO_new(BIO_s_mem()))
    defer { BIO_free(memory) }
    BIO_puts(memory, pem)
    return try #require(body(memory))
  }

  private static func write(_ body: (OpaquePointer) -> CInt) throws -> String {
    let memory = try #require(BIO_new(BIO_s_mem()))
    defer { BIO_free(memory) }
    try #require(body(memory) == 1)
    var bytes = [UInt8](repeating: 0, count: 8000)
    let count = BIO_read(memory, &bytes, CInt(bytes.count))
    return String(decoding: bytes.prefix(Int(count)), as: UTF8.self)
  }
}
