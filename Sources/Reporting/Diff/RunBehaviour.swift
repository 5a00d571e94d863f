internal import Diagnosis
package import Timeline

/// What a run did, small enough to keep while another recording is read.
package struct RunBehaviour: Sendable, Equatable {
  /// A root cause, as far as two runs can have the same.
  package struct Cause: Sendable, Equatable {
    package var rule: String
    package var party: String
    package var severity: String
    package var certainty: String
    package var cause: String
  }

  package var run: RunInfo
  /// The recording that it came from, as it was named.
  package var source: String
  package var verdict: String
  var badness: Int
  package var headline: String
  package var causes: [Cause]
  package var isTrustworthy: Bool
  /// The sessions of each scenario, in order of the first.
  package var scenarios: [(name: String, sessions: [SessionBehaviour])]

  package init(_ report: Report, source: String) {
    run = report.run
    self.source = source
    let diagnosis = report.diagnosis
    verdict = diagnosis.verdict.rawValue
    badness = Self.badness(diagnosis.verdict)
    headline = diagnosis.headline
    isTrustworthy = diagnosis.measurement.trustworthy
    causes = diagnosis.rootCauses.map(\.finding).map {
      Cause(
        rule: $0.rule, party: $0.party.rawValue, severity: $0.severity.rawValue, certainty: $0.certainty.rawValue, cause: $0.cause)
    }
    scenarios = []
    for (name, session) in report.mapSessions({ ($0.info.scenario, SessionBehaviour($0, $2)) }) {
      if let index = scenarios.firstIndex(where: { $0.name == name }) {
        scenarios[index].sessions.append(session)
      } else {
        scenarios.append((name, [session]))
      }
    }
  }

  private static func badness(_ verdict: Verdict) -> Int {
    switch verdict {
    case .healthy: 0
    case .inconclusive: 1
    case .faulty: 2
    case .unreachable: 3
    }
  }

  package static func == (a: RunBehaviour, b: RunBehaviour) -> Bool {
    a.run == b.run && a.source == b.source && a.headline == b.headline && a.causes == b.causes
      && a.scenarios.elementsEqual(b.scenarios) { $0.name == $1.name && $0.sessions == $1.sessions }
  }
}
