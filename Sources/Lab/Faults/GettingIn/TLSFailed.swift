internal import Timeline

/// The relay's certificate is not one that a client may trust, or its port speaks no TLS.
struct TLSFailed: Fault {
  let name = "tls-failed"
  let rule = "tls-failed"
  let party = Party.relay
  let summary = "TLS with the relay fails"
  var parameters = FaultParameters(
    FaultParameter("reason", "expired", oneOf: ["expired", "not-yet-valid", "wrong-host", "untrusted", "protocol"]))

  func adjust(_ reach: inout Reach) {
    let (code, text) =
      switch parameters.word("reason") {
      case "not-yet-valid": ("CERTIFICATE_NOT_YET_VALID", "the certificate of relay.test is valid only from 2027-01-01 on")
      case "wrong-host": ("HOSTNAME_MISMATCH", "the certificate is made out to other.test, not to 'relay.test'")
      case "untrusted": ("SELF_SIGNED", "the certificate of relay.test is signed by itself")
      case "protocol": ("PROTOCOL", "the server does not speak TLS on this port")
      default: ("CERTIFICATE_EXPIRED", "the certificate of relay.test expired on 2025-12-01")
      }
    reach = .tlsFails(code: code, text: text)
  }
}
