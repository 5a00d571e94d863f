internal import CLibcrypto

/// Makes certificates and keys with libcrypto: what self-signed ones, an authority of our own and what that issues have in common.
enum CertificateForge {
  /// What a certificate says, besides whose key it is and who signs it.
  struct Form {
    var commonName: String
    /// From when to when it is valid, counted in days from now.
    var days: ClosedRange<Int>
    /// Numbers of extensions (`NID_…`), and their values in OpenSSL's notation.
    var extensions: [(CInt, String)]
  }

  /// A certificate for a key.
  /// - Parameter issuer: Who signs it; nil: the key itself.
  /// - Returns: Nil where libcrypto can't make it; the caller frees it.
  static func certificate(
    _ form: Form, for key: OpaquePointer, issuer: (certificate: OpaquePointer, key: OpaquePointer)? = nil
  ) -> OpaquePointer? {
    guard let certificate = X509_new() else { return nil }
    var isWhole = false
    defer { if !isWhole { X509_free(certificate) } }
    X509_set_version(certificate, 2)
    // At most 64 bits, and never 0 or negative (RFC 5280 §4.1.2.2).
    ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), UInt64.random(in: 1...UInt64(Int64.max)))
    X509_time_adj_ex(X509_getm_notBefore(certificate), CInt(form.days.lowerBound), 0, nil)
    X509_time_adj_ex(X509_getm_notAfter(certificate), CInt(form.days.upperBound), 0, nil)
    X509_set_pubkey(certificate, key)
    let subject = X509_get_subject_name(certificate)
    // 0x1001: the text is UTF-8 (MBSTRING_UTF8, a macro with a cast).
    let named = X509_NAME_add_entry_by_txt(subject, "CN", 0x1001, form.commonName, CInt(form.commonName.utf8.count), -1, 0)
    guard named == 1 else { return nil }
    X509_set_issuer_name(certificate, issuer.map { X509_get_subject_name($0.certificate) } ?? subject)
    var context = X509V3_CTX()
    X509V3_set_ctx(&context, issuer?.certificate ?? certificate, certificate, nil, nil, 0)
    for (kind, value) in form.extensions {
      guard let made = X509V3_EXT_conf_nid(nil, &context, kind, value) else { return nil }
      defer { X509_EXTENSION_free(made) }
      guard X509_add_ext(certificate, made, -1) == 1 else { return nil }
    }
    guard X509_sign(certificate, issuer?.key ?? key, EVP_sha256()) > 0 else { return nil }
    isWhole = true
    return certificate
  }

  /// On P-256. The caller frees it.
  static func key() -> OpaquePointer? {
    guard let context = EVP_PKEY_CTX_new_from_name(nil, "EC", nil) else { return nil }
    defer { EVP_PKEY_CTX_free(context) }
    guard EVP_PKEY_keygen_init(context) == 1, EVP_PKEY_CTX_set_group_name(context, "P-256") == 1 else { return nil }
    var key: OpaquePointer?
    return EVP_PKEY_keygen(context, &key) == 1 ? key : nil
  }

  static func pem(certificate: OpaquePointer) -> String? { written { PEM_write_bio_X509($0, certificate) } }

  static func pem(key: OpaquePointer) -> String? { written { PEM_write_bio_PrivateKey($0, key, nil, nil, 0, nil, nil) } }

  /// The first certificate of a PEM text; the caller frees it.
  static func certificate(pem: String) -> OpaquePointer? { read(pem) { PEM_read_bio_X509($0, nil, nil, nil) } }

  /// All certificates of a PEM text; the caller frees them.
  static func certificates(pem: String) -> [OpaquePointer] {
    read(pem) { memory in
      var found: [OpaquePointer] = []
      while let certificate = PEM_read_bio_X509(memory, nil, nil, nil) { found.append(certificate) }
      // The search ends with an error, of which nobody is to hear.
      ERR_clear_error()
      return found
    } ?? []
  }

  /// The private key of a PEM text; the caller frees it.
  static func key(pem: String) -> OpaquePointer? {
    // Without this, libcrypto would ask the terminal for the passphrase of a key that has one.
    read(pem) { PEM_read_bio_PrivateKey($0, nil, { _, _, _, _ in -1 }, nil) }
  }

  private static func read<Value>(_ pem: String, _ body: (OpaquePointer) -> Value?) -> Value? {
    var pem = pem
    return pem.withUTF8 { text in
      guard let base = text.baseAddress, let memory = BIO_new_mem_buf(base, CInt(text.count)) else { return nil }
      defer { BIO_free(memory) }
      return body(memory)
    }
  }

  private static func written(_ write: (OpaquePointer) -> CInt) -> String? {
    guard let memory = BIO_new(BIO_s_mem()) else { return nil }
    defer { BIO_free(memory) }
    guard write(memory) == 1 else { return nil }
    var bytes = [UInt8](repeating: 0, count: 8192)
    let count = BIO_read(memory, &bytes, CInt(bytes.count))
    return count > 0 ? String(decoding: bytes.prefix(Int(count)), as: UTF8.self) : nil
  }
}
