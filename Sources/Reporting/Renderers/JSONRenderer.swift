internal import Diagnosis
internal import Speech
internal import Timeline

/// The report for programs: `sttcheck.report/1`, members sorted by name, the same bytes for the same recording.
///
/// What is not known is `null`, never 0. `Fixtures/report.schema.json` says what stands where.
package struct JSONRenderer: Renderer {
  package static let schema = "sttcheck.report/1"

  package init() {}

  package func render(_ report: Report) -> String { Self.harmless(value(report).serialized(pretty: true)) + "\n" }

  private func value(_ report: Report) -> JSONValue {
    let diagnosis = report.diagnosis
    let value: JSONValue = [
      "schema": .string(Self.schema),
      "diagnosed_by": .string(report.diagnosedBy),
      "run": run(report),
      "verdict": .string(diagnosis.verdict.rawValue),
      "headline": .string(diagnosis.headline),
      "root_causes": .array(diagnosis.rootCauses.map { rootCause($0, report) }),
      "notices": .array(diagnosis.notices.map { finding($0, report) }),
      "provoked": .array(diagnosis.provoked.map { finding($0, report) }),
      "sessions": .array(diagnosis.sessions.map { JSONSession.value($0, isDirect: report.run.serviceHop == .direct) }),
      "checklist": .array(diagnosis.checklist.map(checklistItem)),
      "measurement": measurement(diagnosis.measurement),
      "undecided": .array(
        diagnosis.undecided.map { ["rule": .string($0.rule), "session": .integer($0.session), "reason": .string($0.reason)] }),
      "repetitions": diagnosis.repetitions.map(repetitions) ?? .null,
    ]
    guard !diagnosis.resilience.isEmpty, var members = value.object else { return value }
    members["resilience"] = JSONResilience.rows(diagnosis.resilience)
    return .object(members)
  }

  private func repetitions(_ repetitions: Repetitions) -> JSONValue {
    [
      "rounds": .integer(repetitions.rounds), "flaky": .bool(repetitions.isFlaky), "verdict": .string(repetitions.verdict),
      "items": .array(
        repetitions.items.map { item in
          [
            "kind": .string(item.kind.rawValue), "name": .string(item.name), "scenario": .string(item.scenario),
            "failed": .integer(item.failed), "played": .integer(item.played), "flaky": .bool(item.isFlaky),
          ]
        }),
    ]
  }

  private func run(_ report: Report) -> JSONValue {
    let run = report.run
    return [
      "id": .string(run.id), "started_at": .string(run.startedAt), "relay": .string(run.relay), "suite": .text(run.suite),
      "tool_version": .string(run.toolVersion), "interrupted": .bool(report.interrupted),
      "service_hop": .string(run.serviceHop.rawValue), "command": .string(run.command),
    ]
  }

  private func rootCause(_ cause: RootCause, _ report: Report) -> JSONValue {
    var members = finding(cause.finding, report).object ?? [:]
    members["explains"] = .array(cause.explains.map { .string($0) })
    return .object(members)
  }

  private func finding(_ finding: Finding, _ report: Report) -> JSONValue {
    [
      "rule": .string(finding.rule), "certainty": .string(finding.certainty.rawValue), "severity": .string(finding.severity.rawValue),
      "party": .string(finding.party.rawValue), "cause": .string(finding.cause), "summary": .string(finding.summary),
      "remedy": .string(finding.remedy), "evidence": .array(finding.evidence.map { evidence($0, report) }),
      "alternatives": .array(finding.alternatives.map { ["rule": .string($0.rule), "separate_by": .string($0.separateBy.text)] }),
    ]
  }

  private func evidence(_ evidence: Evidence, _ report: Report) -> JSONValue {
    [
      "session": .integer(evidence.session), "events": .array(evidence.events.map { .number(Double($0)) }), "text": .string(evidence.text),
      "lines": .array(
        report.lines(evidence).map { line in
          [
            "event": .number(Double(line.id)), "at_ns": .number(Double(line.at)), "hop": .text(line.hop?.rawValue),
            "sender": .text(line.sender?.rawValue), "text": .string(line.text),
          ]
        }),
    ]
  }

  private func checklistItem(_ item: ChecklistItem) -> JSONValue {
    [
      "id": .string(Self.id(item.question)), "question": .string(item.question.rawValue), "answer": .string(item.answer.rawValue),
      "reason": .string(item.reason),
    ]
  }

  /// A name for each question that outlives its wording.
  static func id(_ question: ChecklistItem.Question) -> String {
    switch question {
    case .audioDeclared: "audio-declared"
    case .resultsComeBack: "results-come-back"
    case .resultsContinue: "results-continue"
    case .endSignalled: "end-signalled"
    case .paceRealTime: "pace-real-time"
    }
  }

  private func measurement(_ measurement: Measurement) -> JSONValue {
    [
      "trustworthy": .bool(measurement.trustworthy), "reasons": .array(measurement.reasons.map { .string($0) }),
      "pacing_error_us": .percentiles(measurement.pacingError, unit: 1e3),
    ]
  }

  /// The same JSON with everything invisible or reordering escaped, so that it can be shown on a terminal as it is.
  static func harmless(_ json: String) -> String {
    var text = ""
    for scalar in json.unicodeScalars {
      switch scalar.properties.generalCategory {
      case _ where scalar == "\n": text.unicodeScalars.append(scalar)
      case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned:
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16, uppercase: true)
          text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}
