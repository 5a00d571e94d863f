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
  let why =
    "The certificate is expired, not yet valid, for another host or from an untrusted chain, or the two sides share no version of TLS (or the port speaks no TLS at all)."
  let clientView = """
    TCP connects and TLS does not come about: expired, not yet valid, for another host, from an untrusted chain, or no common version. \
    The chain that was presented is recorded.
    """
  let serviceView = "Nothing: no handshake reached the relay."
  let remedy = """
    Mend what the code names: renew the certificate (CERTIFICATE_EXPIRED), serve one for this host (HOSTNAME_MISMATCH), send the whole chain (UNTRUSTED_CHAIN), \
    or use ws:// where the port speaks no TLS (PROTOCOL). To see what is served:

    ```sh
    openssl s_client -connect HOST:PORT -servername HOST -showcerts </dev/null
    ```
    """
  let citation = "RFC 5280 §6 (path validation), RFC 9525 (names in certificates)."

  func check(_ run: RunFacts) -> RuleOutcome {
    .over(run.sessions) { session in
      guard let failure = session.client.failure, failure.value.stage == .tls else { return .pass }
      return .findings([
        finding(
          session, .proven, party: .relay, cause: "TLS failed: \(failure.value.code)",
          summary: failure.value.sentence("TLS with the relay failed"), events: [failure.event],
          evidence: "tls: \(failure.value.code) at \(failure.value.address)")
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
    .silent(
      "no TLS problem",
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  failed connect ECONNREFUSED
      """),
  ]
}
