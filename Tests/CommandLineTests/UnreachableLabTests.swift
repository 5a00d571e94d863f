import Speech
import Testing
import Timeline

/// Faults of getting in, over real sockets: a certificate that is really expired, a port on which really nobody listens.
@Suite(.timeLimit(.minutes(5))) struct UnreachableLabTests {
  @Test(arguments: [
    ("tls-failed", "tls-failed", "expired"), ("tls-failed:reason=not-yet-valid", "tls-failed", "valid only from"),
    ("tls-failed:reason=wrong-host", "tls-failed", "made out to DNS:other.test"),
    ("tls-failed:reason=untrusted", "tls-failed", "not trusted"),
    ("tls-failed:reason=protocol", "tls-failed", "TLS"), ("relay-unreachable:relay", "relay-unreachable", "ECONNREFUSED"),
    ("relay-unreachable:network", "relay-unreachable", "TIMEOUT 127.0.0.1"),
  ])
  func itReallyFails(fault: String, rule: String, words: String) async throws {
    let run = try await PlayedRun("run", "baseline", "--fault", fault, "--format", "json")
    #expect(run.ended.status == 3, "\(run.ended)")
    let report = try run.report()
    #expect(report["verdict"]?.string == "unreachable")
    #expect(report["root_causes"]?[0]?["rule"]?.string == rule)
    let failure = try run.recording().events.compactMap { event in
      if case .failed(let failure) = event.kind { "\(failure.code) \(failure.text)" } else { nil }
    }
    #expect(failure.first?.contains(words) == true, "\(failure)")
  }
}
