internal import Timeline

extension ProbeJudge {
  func tls() -> Step {
    guard sight.isSecure else { return Step(ProbeStage(.tls, .skipped, "ws:// has none: whoever is on the way can read along")) }
    let begun = sight.way.tunnelled ?? sight.way.connected
    let usual = ProbeUsual.tls
    if let failure = live?.client.failure, failure.value.stage == .tls {
      return Step(
        ProbeStage(
          .tls, .failed, "\(failure.value.code): \(failure.value.text)", took: begun.map { failure.at - $0 }, usual: usual.text,
          remarks: Self.shown(failure.value.certificates ?? [])),
        blaming: insecure(failure.value))
    }
    guard let agreement = sight.way.agreement, let secured = sight.way.secured else {
      return Step(Self.ended(.tls))
    }
    let took = begun.map { secured - $0 }
    let days = agreement.secondsLeft.map { $0 / 86_400 }
    let ends = days.map { $0 < ProbeUsual.certificateDays } ?? false
    var remarks = Self.shown(agreement.certificates)
    if let days, ends {
      remarks.append("The certificate ends in \(days < 2 ? "\(Int(days * 24)) hours" : "\(Int(days)) days"): is its renewal set up?")
    }
    if agreement.certificates.isEmpty { remarks.append("The certificate was not looked at: the profile's `tls: insecure` takes any.") }
    let trusted = agreement.certificates.isEmpty ? "" : ", the certificate holds"
    let left = ends ? "" : days.map { " for \(Int($0)) more days" } ?? ""
    let alpn = agreement.applicationProtocol.map { "ALPN \($0)" } ?? "no ALPN"
    return Step(
      .passed(
        .tls, "\(agreement.version), \(alpn)\(trusted)\(left)", took: took, usual, isDoubtful: ends || agreement.certificates.isEmpty,
        remarks: remarks))
  }

  private static func shown(_ certificates: [PresentedCertificate]) -> [String] { certificates.map(\.text) }

  private func insecure(_ failure: ConnectionFailure) -> ProbeBlame {
    let remedy = TLSFailed.remedy(failure.code).map { isService ? DirectWording.retell($0, of: "tls-failed") : $0 }
    switch failure.code {
    case "SELF_SIGNED", "UNKNOWN_AUTHORITY", "HOSTNAME_MISMATCH", "NAME_ONLY_IN_SUBJECT":
      guard isFar else { break }
      let issuer = failure.certificates?.last?.issuer ?? "somebody else"
      return ProbeBlame(
        .proxy, .unreachable,
        "What stands in between: the certificate that comes is not the service's, it is issued by \(issuer). A company's proxy or a virus scanner opens TLS on the way.",
        remedy:
          "If that is meant to be, trust its authority: `--ca FILE.pem` here, `tls: { ca: FILE.pem }` in a profile, and the relay's own setting (SSL_CERT_FILE, NODE_EXTRA_CA_CERTS). Else ask whose it is."
      )
    case "CERTIFICATE_EXPIRED", "CERTIFICATE_NOT_YET_VALID":
      guard isFar else { break }
      return ProbeBlame(
        .certificate, .unreachable,
        "The certificate: \(failure.text). The service's is renewed in time as a rule, so look at this machine's clock first (`date -u`).",
        remedy: remedy)
    case "CLIENT_CERTIFICATE_WANTED", "CLIENT_CERTIFICATE_REFUSED", "INCOMPLETE_CHAIN", "UNTRUSTED_CHAIN": break
    case "OLD_PROTOCOL", "PROTOCOL", "BAD_OPTIONS":
      return ProbeBlame(
        isFar ? .proxy : isService ? .service : .relay, .unreachable,
        "\(isFar ? "What stands in between" : capitalized(who)): TLS does not come about, \(failure.text).", remedy: remedy)
    default:
      // It came to a connection, and then somebody fell silent or cut it.
      return ProbeBlame(
        isFar ? .network : isService ? .service : .relay, .unreachable,
        isFar
          ? "The network: TCP is taken, and TLS is not: \(failure.text). A firewall that looks at names, or a proxy that wants to be asked, does that.\(elsewhere)"
          : "\(capitalized(who)): it takes TCP connections, and TLS does not come about: \(failure.text).", remedy: remedy)
    }
    let names = failure.text.hasPrefix("the certificate")
    return ProbeBlame(
      .certificate, .unreachable, "\(names ? capitalized(failure.text) : "The certificate: \(failure.text)").", remedy: remedy)
  }
}
