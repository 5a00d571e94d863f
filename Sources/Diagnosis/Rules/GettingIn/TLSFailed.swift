internal import Speech
internal import Timeline

/// The certificate, or the TLS protocol, stands in the way.
struct TLSFailed: Rule {
  let id = "tls-failed"
  let group = RuleGroup.gettingIn
  let severity = Severity.error
  let covers: [Subject] = [.of(.letIn)]
  let inPlaceOfRelay = Party.service
  let title = "TLS with the relay failed"
  let why = """
    The certificate is expired, not yet valid, made out to another host or to none that clients read, signed by itself or by an authority that nobody knows, or \
    shown without those between it and its authority; the two sides share no version of TLS, the port speaks none, or the server wants a certificate of the client.
    """
  let clientView = """
    TCP connects and TLS does not come about. The code says why, and the chain that was presented is recorded.
    """
  let serviceView = "Nothing: no handshake reached the relay."
  let remedy = """
    Mend what the code names: renew the certificate (CERTIFICATE_EXPIRED), serve one for this host (HOSTNAME_MISMATCH, NAME_ONLY_IN_SUBJECT), send the whole chain \
    (INCOMPLETE_CHAIN), trust an authority of your own by `tls: { ca: FILE }` in the profile (SELF_SIGNED, UNKNOWN_AUTHORITY), turn on TLS 1.2 and 1.3 (OLD_PROTOCOL), \
    give the client its certificate by `tls: { certificate: FILE, key: FILE }` (CLIENT_CERTIFICATE_WANTED), or use ws:// where the port speaks no TLS (PROTOCOL). \
    To see what is served:

    \(Self.look)
    """
  let citation =
    "RFC 5280 §6 (path validation), RFC 9525 §2, §6.3 (names in certificates), RFC 8446 §4.4.2.4, §6.2 (certificates of clients, alerts), RFC 8996 (old TLS)."

  private static let look = """
    ```sh
    openssl s_client -connect HOST:PORT -servername HOST -showcerts </dev/null
    ```
    """

  /// What mends each code; nil for those that the rule's own words are for.
  static func remedy(_ code: String) -> String? {
    let fix: String? =
      switch code {
      case "CERTIFICATE_EXPIRED":
        "Renew the certificate, and restart or reload the server: many go on serving the old one. Let the renewal run by itself (`certbot renew`, cert-manager)."
      case "CERTIFICATE_NOT_YET_VALID":
        "Look at the clocks first, of this machine and of the one that issued it (`date -u`); else serve the certificate before it until the day comes."
      case "HOSTNAME_MISMATCH":
        "Serve a certificate whose subjectAltName has this host, or use a host that it has. Where you connect by an address, give the name: `tls: { server_name: HOST }`."
      case "NAME_ONLY_IN_SUBJECT":
        "Issue the certificate again with the host in subjectAltName; the subject's CN is read by nobody: `openssl req … -addext subjectAltName=DNS:HOST`."
      case "SELF_SIGNED":
        "For a relay of your own, trust the certificate: `tls: { ca: FILE.pem }` in the profile. For everybody else's browsers, serve one of a public authority."
      case "INCOMPLETE_CHAIN":
        "Serve the certificates between the server's own and its authority too: `fullchain.pem` in place of `cert.pem` (nginx: `ssl_certificate`; uvicorn: `--ssl-certfile`)."
      case "UNKNOWN_AUTHORITY":
        "Trust the authority, if it is one of your own: `tls: { ca: FILE.pem }` in the profile. Else serve a certificate of a public one: browsers won't know it either."
      case "OLD_PROTOCOL":
        "Turn on TLS 1.2 and 1.3, and everything older off (nginx: `ssl_protocols TLSv1.2 TLSv1.3;`)."
      case "CLIENT_CERTIFICATE_WANTED":
        "Give the client its certificate: `tls: { certificate: FILE.pem, key: FILE.pem }` in the profile; or let the server not ask for one on this path."
      case "CLIENT_CERTIFICATE_REFUSED":
        "Give the client a certificate that the server trusts and that is in date: `tls: { certificate: FILE.pem, key: FILE.pem }`, with those between it and its authority."
      default: nil
      }
    return fix.map { "\($0) To see what is served:\n\n\(look)" }
  }

  func check(_ run: RunFacts) -> RuleOutcome {
    .over(run.sessions) { session in
      guard let failure = session.client.failure, failure.value.stage == .tls else { return .pass }
      let isWordless = failure.value.isWordless
      return .findings([
        finding(
          session, isWordless ? .suspected : .proven, party: .relay, cause: "TLS failed: \(failure.value.code)",
          summary: failure.value.sentence("TLS with the relay failed"), events: [failure.event],
          evidence: sentence(
            "tls: \(failure.value.code) at \(failure.value.address)",
            failure.value.certificates.map { "; presented: \($0.map(\.text).joined(separator: " / "))" } ?? ""),
          remedy: Self.remedy(failure.value.code), alternatives: isWordless ? [.onTheWayIn] : [])
      ])
    }
  }

  let examples: [RuleExample] = [
    .fires(
      "expired", .proven,
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
      ↓ 0.00      client  failed tls CERTIFICATE_EXPIRED "the certificate expired yesterday"
      """),
    .fires(
      "torn off, by the server or by what inspects TLS before it", .suspected,
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
      ↓ 0.00      client  failed tls ECONNRESET "the connection was reset during the TLS handshake"
      """),
    .silent(
      "no TLS problem", alsoShows: ["relay-unreachable"],
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  failed connect ECONNREFUSED
      """),
  ]
}
