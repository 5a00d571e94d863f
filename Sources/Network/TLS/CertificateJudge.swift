internal import CLibcrypto
internal import Digest
internal import Timeline

/// Says of a certificate chain whether it holds for a host, and if not, in which way.
///
/// TLS libraries answer with one "verify failed" for everything. Here the chain as the server presented it is verified by libcrypto
/// against the system's trust and extra authorities; where that fails, each ground is looked at by itself.
struct CertificateJudge: Sendable {
  struct Fault: Error, Sendable, Equatable {
    /// `CERTIFICATE_EXPIRED`, `CERTIFICATE_NOT_YET_VALID`, `HOSTNAME_MISMATCH`, `NAME_ONLY_IN_SUBJECT`, `SELF_SIGNED`, `INCOMPLETE_CHAIN`,
    /// `UNKNOWN_AUTHORITY`, or `UNTRUSTED_CHAIN` for all else that speaks against it.
    var code: String
    var text: String
    /// What was presented, the server's own first.
    var certificates: [PresentedCertificate] = []
  }

  /// What a server shows, whether or not it holds.
  struct Shown: Sendable {
    /// The server's own first.
    var certificates: [PresentedCertificate]
    /// Until the first of them ends.
    var secondsLeft: Double?
  }

  /// Both at once.
  struct Judgement: Sendable {
    /// Nil: the chain holds.
    var fault: Fault?
    var shown: Shown
  }

  /// A name or an address.
  var host: String
  /// Trusted besides the system's, in PEM.
  var extraAuthorities: String?

  /// - Parameter chain: DER, the server's own certificate first.
  func judgement(on chain: [[UInt8]]) -> Judgement {
    let certificates = chain.compactMap(Self.parse)
    defer { for certificate in certificates { X509_free(certificate) } }
    let shown = Shown(certificates: certificates.map(Self.presented), secondsLeft: certificates.compactMap(Self.secondsLeft).min())
    guard certificates.count == chain.count, let leaf = certificates.first else {
      return Judgement(fault: Fault(code: "UNTRUSTED_CHAIN", text: "the server presented no certificate that can be read"), shown: shown)
    }
    return Judgement(fault: fault(of: leaf, certificates, shown), shown: shown)
  }

  /// - Returns: What is wrong; the first of: dates, host, trust, with the others in its text.
  private func fault(of leaf: OpaquePointer, _ certificates: [OpaquePointer], _ shown: Shown) -> Fault? {
    let hostMatches =
      Self.isAddress(host)
      ? X509_check_ip_asc(leaf, host, 0) == 1
      : X509_check_host(leaf, host, host.utf8.count, CUnsignedInt(X509_CHECK_FLAG_NEVER_CHECK_SUBJECT), nil) == 1
    let trust = verify(leaf, certificates, ignoringTime: false)
    if hostMatches && trust == X509_V_OK { return nil }

    var faults: [Fault] = []
    if trust != X509_V_OK { faults += certificates.compactMap(Self.dateFault) }
    if !hostMatches { faults.append(hostFault(leaf)) }
    let timeless = trust == X509_V_OK ? trust : verify(leaf, certificates, ignoringTime: true)
    if timeless != X509_V_OK || faults.isEmpty {
      faults.append(Self.trustFault(timeless == X509_V_OK ? trust : timeless, certificates))
    }
    return faults.first.map {
      Fault(code: $0.code, text: faults.map(\.text).joined(separator: "; also, "), certificates: shown.certificates)
    }
  }

  private static func secondsLeft(_ certificate: OpaquePointer) -> Double? {
    var days: CInt = 0
    var seconds: CInt = 0
    // Without a beginning it counts from now.
    guard ASN1_TIME_diff(&days, &seconds, nil, X509_get0_notAfter(certificate)) == 1 else { return nil }
    return Double(days) * 86_400 + Double(seconds)
  }

  /// A name that stands in the subject alone is told apart: people look there, and clients don't (RFC 9525 §2, RFC 9110 §4.3.4).
  private func hostFault(_ leaf: OpaquePointer) -> Fault {
    if let names = Self.alternativeNames(leaf) {
      return Fault(code: "HOSTNAME_MISMATCH", text: "the certificate is made out to \(names), not to '\(host)'")
    }
    let subject = Self.subject(leaf)
    if X509_check_host(leaf, host, host.utf8.count, CUnsignedInt(X509_CHECK_FLAG_ALWAYS_CHECK_SUBJECT), nil) == 1 {
      return Fault(
        code: "NAME_ONLY_IN_SUBJECT",
        text:
          "the certificate names '\(host)' in its subject only (\(subject)): browsers and libraries read subjectAltName, and it has none")
    }
    return Fault(
      code: "HOSTNAME_MISMATCH",
      text:
        "the certificate is not made out to '\(host)': it has no subjectAltName, which is what browsers and libraries read, and its subject is \(subject)"
    )
  }

  private static func presented(_ certificate: OpaquePointer) -> PresentedCertificate {
    var bytes = [UInt8](repeating: 0, count: 32)
    var count: CUnsignedInt = 0
    let isHashed = X509_digest(certificate, EVP_sha256(), &bytes, &count) == 1
    return PresentedCertificate(
      subject: subject(certificate), issuer: name(X509_get_issuer_name(certificate)), names: alternativeNames(certificate),
      notBefore: print { ASN1_TIME_print($0, X509_get0_notBefore(certificate)) },
      notAfter: print { ASN1_TIME_print($0, X509_get0_notAfter(certificate)) }, sha256: isHashed ? SHA256Digest.hex(bytes) : "?")
  }

  /// - Returns: `X509_V_OK`, or the first error on the way.
  private func verify(_ leaf: OpaquePointer, _ chain: [OpaquePointer], ignoringTime: Bool) -> CInt {
    guard let store = X509_STORE_new(), let context = X509_STORE_CTX_new(), let untrusted = OPENSSL_sk_new_null() else {
      return X509_V_ERR_OUT_OF_MEM
    }
    defer {
      OPENSSL_sk_free(untrusted)
      X509_STORE_CTX_free(context)
      X509_STORE_free(store)
    }
    X509_STORE_set_default_paths(store)
    for authority in CertificateForge.certificates(pem: extraAuthorities ?? "") {
      X509_STORE_add_cert(store, authority)
      X509_free(authority)
    }
    for certificate in chain { OPENSSL_sk_push(untrusted, UnsafeRawPointer(certificate)) }
    guard X509_STORE_CTX_init(context, store, leaf, untrusted) == 1 else { return X509_V_ERR_UNSPECIFIED }
    X509_STORE_CTX_set_default(context, "ssl_server")
    // A server's own certificate may be given as the authority.
    X509_STORE_CTX_set_flags(context, UInt(X509_V_FLAG_PARTIAL_CHAIN) | (ignoringTime ? UInt(X509_V_FLAG_NO_CHECK_TIME) : 0))
    return X509_verify_cert(context) == 1 ? X509_V_OK : X509_STORE_CTX_get_error(context)
  }

  private static func dateFault(_ certificate: OpaquePointer) -> Fault? {
    if X509_cmp_current_time(X509_get0_notAfter(certificate)) < 0 {
      let date = print { ASN1_TIME_print($0, X509_get0_notAfter(certificate)) }
      return Fault(code: "CERTIFICATE_EXPIRED", text: "the certificate of \(subject(certificate)) expired on \(date)")
    }
    if X509_cmp_current_time(X509_get0_notBefore(certificate)) > 0 {
      let date = print { ASN1_TIME_print($0, X509_get0_notBefore(certificate)) }
      return Fault(code: "CERTIFICATE_NOT_YET_VALID", text: "the certificate of \(subject(certificate)) is valid only from \(date) on")
    }
    return nil
  }

  private static func trustFault(_ error: CInt, _ chain: [OpaquePointer]) -> Fault {
    let presented = "\(chain.count) presented: \(chain.map(subject).joined(separator: ", "))"
    switch error {
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
      return Fault(code: "SELF_SIGNED", text: "the certificate is signed by itself and not trusted here (\(presented))")
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
      return Fault(code: "UNKNOWN_AUTHORITY", text: "the chain ends in an authority that is not trusted here (\(presented))")
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
      let issuer = chain.last.map { name(X509_get_issuer_name($0)) } ?? "?"
      guard chain.count == 1 else {
        return Fault(
          code: "UNKNOWN_AUTHORITY", text: "the chain leads to \(issuer), which is neither presented nor trusted here (\(presented))")
      }
      return Fault(
        code: "INCOMPLETE_CHAIN",
        text:
          "the chain is incomplete: the server shows its own certificate alone, and nobody here knows its issuer \(issuer), which it should show too (or, if that is an authority of your own, trust it here) (\(presented))"
      )
    default:
      return Fault(
        code: "UNTRUSTED_CHAIN",
        text: "the chain does not verify: \(String(cString: X509_verify_cert_error_string(Int(error)))) (\(presented))")
    }
  }

  private static func subject(_ certificate: OpaquePointer) -> String { name(X509_get_subject_name(certificate)) }

  private static func name(_ name: OpaquePointer?) -> String {
    print { X509_NAME_print_ex($0, name, 0, UInt(XN_FLAG_SEP_CPLUS_SPC | ASN1_STRFLGS_ESC_CTRL | ASN1_STRFLGS_UTF8_CONVERT)) }
  }

  /// `DNS:localhost, IP Address:127.0.0.1`; nil where there are none.
  private static func alternativeNames(_ certificate: OpaquePointer) -> String? {
    let place = X509_get_ext_by_NID(certificate, NID_subject_alt_name, -1)
    guard place >= 0, let names = X509_get_ext(certificate, place) else { return nil }
    return print { X509V3_EXT_print($0, names, 0, 0) }
  }

  /// What libcrypto prints, as text.
  private static func print(_ body: (OpaquePointer) -> CInt) -> String {
    guard let memory = BIO_new(BIO_s_mem()) else { return "?" }
    defer { BIO_free(memory) }
    guard body(memory) >= 0 else { return "?" }
    var bytes = [UInt8](repeating: 0, count: 2000)
    let count = BIO_read(memory, &bytes, CInt(bytes.count))
    return String(decoding: bytes.prefix(Int(max(0, count))), as: UTF8.self)
  }

  private static func parse(_ der: [UInt8]) -> OpaquePointer? {
    der.withUnsafeBufferPointer { buffer in
      var start = buffer.baseAddress
      return d2i_X509(nil, &start, buffer.count)
    }
  }

  /// How many certificates a PEM text holds.
  static func count(ofAuthoritiesIn pem: String) -> Int {
    let found = CertificateForge.certificates(pem: pem)
    for authority in found { X509_free(authority) }
    return found.count
  }

  private static func isAddress(_ host: String) -> Bool {
    guard let address = a2i_IPADDRESS(host) else { return false }
    ASN1_OCTET_STRING_free(address)
    return true
  }
}
