internal import CLibcrypto

/// Makes a certificate of one's own, with its key: for servers of the lab, good ones and such as nobody should trust.
package enum SelfSignedCertificate {
  /// - Parameters:
  ///   - names: Subject alternative names in OpenSSL's notation: `DNS:localhost,IP:127.0.0.1`.
  ///   - days: From when to when it is valid, counted from now.
  /// - Returns: Nil where libcrypto can't make one.
  package static func make(_ commonName: String, names: String, days: ClosedRange<Int> = -1...30) -> ServerTLS? {
    guard let key = makeKey() else { return nil }
    defer { EVP_PKEY_free(key) }
    guard let certificate = X509_new() else { return nil }
    defer { X509_free(certificate) }
    X509_set_version(certificate, 2)
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), Int.random(in: 1...1_000_000_000))
    X509_time_adj_ex(X509_getm_notBefore(certificate), CInt(days.lowerBound), 0, nil)
    X509_time_adj_ex(X509_getm_notAfter(certificate), CInt(days.upperBound), 0, nil)
    X509_set_pubkey(certificate, key)
    let subject = X509_get_subject_name(certificate)
    // 0x1001: the text is UTF-8 (MBSTRING_UTF8, a macro with a cast).
    X509_NAME_add_entry_by_txt(subject, "CN", 0x1001, commonName, CInt(commonName.utf8.count), -1, 0)
    X509_set_issuer_name(certificate, subject)
    guard let extra = X509V3_EXT_conf_nid(nil, nil, NID_subject_alt_name, names) else { return nil }
    defer { X509_EXTENSION_free(extra) }
    guard X509_add_ext(certificate, extra, -1) == 1, X509_sign(certificate, key, EVP_sha256()) > 0 else { return nil }
    guard let chain = text({ PEM_write_bio_X509($0, certificate) }),
      let secret = text({ PEM_write_bio_PrivateKey($0, key, nil, nil, 0, nil, nil) })
    else { return nil }
    return ServerTLS(certificateChain: chain, privateKey: secret)
  }

  /// On P-256.
  private static func makeKey() -> OpaquePointer? {
    guard let context = EVP_PKEY_CTX_new_from_name(nil, "EC", nil) else { return nil }
    defer { EVP_PKEY_CTX_free(context) }
    guard EVP_PKEY_keygen_init(context) == 1, EVP_PKEY_CTX_set_group_name(context, "P-256") == 1 else { return nil }
    var key: OpaquePointer?
    return EVP_PKEY_keygen(context, &key) == 1 ? key : nil
  }

  private static func text(_ write: (OpaquePointer) -> CInt) -> String? {
    guard let memory = BIO_new(BIO_s_mem()) else { return nil }
    defer { BIO_free(memory) }
    guard write(memory) == 1 else { return nil }
    var bytes = [UInt8](repeating: 0, count: 8192)
    let count = BIO_read(memory, &bytes, CInt(bytes.count))
    return count > 0 ? String(decoding: bytes.prefix(Int(count)), as: UTF8.self) : nil
  }
}
