internal import Diagnosis
internal import Reporting
package import Speech
package import Timeline

/// One round of `sttcheck watch`: how a run ended, and what its report says. Nil is "not known", never 0.
package struct WatchRound: Sendable, Equatable {
  /// A root cause, as often as there may be: its rule and whose fault it is.
  package struct Cause: Sendable, Hashable {
    package var rule: String
    package var party: String

    package init(rule: String, party: String) {
      self.rule = rule
      self.party = party
    }
  }

  package var endedAtUnixNanoseconds: Int64
  package var duration: Nanoseconds
  package var exitCode: Int32
  /// Nil where no report was written.
  package var verdict: String?
  package var headline: String
  package var causes: [Cause] = []
  package var sessions: Int?
  /// From the first audio to the first result: the slowest of the sessions.
  package var firstResult: Nanoseconds?

  /// - Parameter report: The JSON report of the run (`sttcheck.report/1`); nil where there is none.
  package init(report: JSONValue?, exitCode: Int32, duration: Nanoseconds, endedAtUnixNanoseconds: Int64) {
    self.endedAtUnixNanoseconds = endedAtUnixNanoseconds
    self.duration = duration
    self.exitCode = exitCode
    verdict = report?["verdict"]?.string
    headline = report?["headline"]?.string ?? "no report: exit code \(exitCode)"
    causes = (report?["root_causes"]?.array ?? []).compactMap { cause in
      guard let rule = cause["rule"]?.string, let party = cause["party"]?.string else { return nil }
      return Cause(rule: rule, party: party)
    }
    let played = report?["sessions"]?.array
    sessions = played?.count
    firstResult = played?.compactMap { $0["latency"]?["first_result_ms"]?.number }.max().map { .milliseconds($0) }
  }

  /// The relay was reached, and somebody could say how it is.
  package var isUp: Bool { verdict.map { $0 != "unreachable" } ?? false }
  package var isSuccess: Bool { exitCode == 0 }

  /// `2026-11-23T09:00:34Z  faulty  12.40 s  early-break: 1 final for 2 utterances`
  package var line: String {
    let time = CalendarTime(unixNanoseconds: endedAtUnixNanoseconds).text
    let said = causes.first.map { "\($0.rule): \(headline)" } ?? headline
    return "\(time)Z  \(verdict ?? "no verdict")  \(Wording.span(duration))  \(VisibleText.line(said))"
  }

  /// `20261123T090034Z`, for names of folders: in order of time.
  package static func stamp(_ unixNanoseconds: Int64) -> String {
    CalendarTime(unixNanoseconds: unixNanoseconds).text.filter { $0 != "-" && $0 != ":" } + "Z"
  }
}
