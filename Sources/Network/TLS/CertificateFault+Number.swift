internal import CLibcrypto

extension CertificateJudge.Fault {
  /// As OpenSSL numbers it (`X509_V_ERR_…`): it chooses the alert by which the server learns why it is left.
  var number: CInt {
    switch code {
    case "CERTIFICATE_EXPIRED": X509_V_ERR_CERT_HAS_EXPIRED
    case "CERTIFICATE_NOT_YET_VALID": X509_V_ERR_CERT_NOT_YET_VALID
    case "HOSTNAME_MISMATCH", "NAME_ONLY_IN_SUBJECT": X509_V_ERR_HOSTNAME_MISMATCH
    case "SELF_SIGNED": X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT
    case "INCOMPLETE_CHAIN", "UNKNOWN_AUTHORITY": X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY
    default: X509_V_ERR_CERT_REJECTED
    }
  }
}
