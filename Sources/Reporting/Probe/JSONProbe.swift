package import Diagnosis
internal import Speech
internal import Timeline

/// A probe for programs: `sttcheck.probe/1`.
package struct JSONProbe: Sendable {
  package static let schema = "sttcheck.probe/1"
  private let toolVersion: String

  package init(toolVersion: String) { self.toolVersion = toolVersion }

  package func render(_ probe: ProbeResult) -> String {
    let value: JSONValue = [
      "schema": .string(Self.schema), "tool_version": .string(toolVersion), "url": .string(probe.place),
      "party": .string(probe.party.rawValue), "verdict": .string(probe.blame.verdict.rawValue),
      "at_fault": .string(probe.blame.culprit.rawValue), "sentence": .string(probe.blame.sentence), "remedy": .text(probe.blame.remedy),
      "next": .text(probe.next), "stages": .array(probe.stages.map(stage)), "way": way(probe.way),
      "transcript": .text(probe.transcript), "wer": .rounded(probe.wer, 4),
    ]
    return JSONRenderer.harmless(value.serialized(pretty: true)) + "\n"
  }

  private func stage(_ stage: ProbeStage) -> JSONValue {
    [
      "id": .string(stage.id.rawValue), "status": .string(stage.status.rawValue), "text": .string(stage.text),
      "took_ms": .milliseconds(stage.took), "slow": .bool(stage.isSlow), "usual": .text(stage.usual),
      "remarks": .array(stage.remarks.map { .string($0) }),
    ]
  }

  private func way(_ way: ProbedWay) -> JSONValue {
    [
      "proxy": .text(way.proxy),
      "lookup": way.lookup.map { lookup in
        [
          "host": .string(lookup.host), "addresses": .array(lookup.addresses.map { .string($0) }), "took_ms": .milliseconds(lookup.took),
          "error": .text(lookup.failure?.code),
        ]
      } ?? .null,
      "calls": .array(
        way.calls.map { call in
          [
            "address": .string(call.address), "family": .string(call.isIPv6 ? "ipv6" : "ipv4"), "took_ms": .milliseconds(call.took),
            "error": .text(call.failure?.code),
          ]
        }),
      "tls": way.agreement.map(tls) ?? .null,
    ]
  }

  private func tls(_ agreement: TLSAgreement) -> JSONValue {
    [
      "version": .string(agreement.version), "alpn": .text(agreement.applicationProtocol),
      "days_left": .rounded(agreement.secondsLeft.map { $0 / 86_400 }, 2),
      "certificates": .array(
        agreement.certificates.map { certificate in
          [
            "subject": .string(certificate.subject), "issuer": .string(certificate.issuer), "names": .text(certificate.names),
            "not_before": .string(certificate.notBefore), "not_after": .string(certificate.notAfter), "sha256": .string(certificate.sha256),
          ]
        }),
    ]
  }
}
