internal import Diagnosis
internal import Timeline

/// The report as JUnit XML for GitLab, Jenkins and their like: a suite for the diagnosis and one for each session, a case for each check.
///
/// Keeps to what `junit-10.xsd` of Jenkins' xunit plugin and pytest allows: no other element or attribute, times with three decimals.
/// A root cause that works today (a warning) passes, with its text as output.
package struct JUnitRenderer: Renderer {
  package init() {}

  package func render(_ report: Report) -> String {
    let suites = CheckSuite.all(report)
    let total = suites.map(\.took).max() ?? 0
    let attributes = [
      ("name", "sttcheck"), ("tests", "\(suites.reduce(0) { $0 + $1.cases.count })"),
      ("failures", "\(suites.reduce(0) { $0 + $1.count(.failed) })"), ("errors", "\(suites.reduce(0) { $0 + $1.count(.errored) })"),
      ("time", Self.time(total)),
    ]
    let lines =
      ["<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "<testsuites\(XMLText.attributes(attributes))>"]
      + suites.flatMap { suite($0, report) } + ["</testsuites>"]
    return lines.joined(separator: "\n") + "\n"
  }

  private func suite(_ suite: CheckSuite, _ report: Report) -> [String] {
    let attributes = [
      ("name", suite.name), ("tests", "\(suite.cases.count)"), ("failures", "\(suite.count(.failed))"),
      ("errors", "\(suite.count(.errored))"), ("skipped", "\(suite.count(.skipped))"), ("time", Self.time(suite.took)),
      ("timestamp", CalendarTime(unixNanoseconds: suite.startedAt).text),
    ]
    let known = suite.session.map(sessionProperties) ?? runProperties(report)
    let properties = known.map { name, value in
      "      <property\(XMLText.attributes([("name", "sttcheck.\(name)"), ("value", value)]))/>"
    }
    return ["  <testsuite\(XMLText.attributes(attributes))>", "    <properties>"] + properties + ["    </properties>"]
      + suite.cases.flatMap { item($0, suite: suite.name) } + ["  </testsuite>"]
  }

  private func runProperties(_ report: Report) -> [(String, String)] {
    let run = report.run
    let suite = run.suite.map { [("suite", $0)] } ?? []
    return [("run", run.id), ("relay", run.relay)] + suite + [
      ("verdict", report.diagnosis.verdict.rawValue), ("headline", report.diagnosis.headline), ("service_hop", run.serviceHop.rawValue),
      ("tool_version", run.toolVersion), ("diagnosed_by", report.diagnosedBy),
    ]
  }

  /// Only what is known.
  private func sessionProperties(_ session: SessionResult) -> [(String, String)] {
    let row = SessionRow(session)
    let all = [
      ("session", "\(session.info.number)"), ("scenario", session.info.scenario), ("verdict", row.verdict), ("audio_sent", row.sent),
      ("messages", row.messages), ("results", row.results), ("finals", row.finals), ("close", row.close),
      ("wer", session.wer.map { Wording.decimal($0, 3) } ?? "–"), ("transcript", row.transcript ?? "–"),
    ]
    return all.filter { $0.1 != "–" }
  }

  private func item(_ item: CheckCase, suite: String) -> [String] {
    let attributes = XMLText.attributes([("name", item.name), ("classname", "sttcheck.\(suite)"), ("time", Self.time(item.took))])
    var inner: [String] = []
    var output = item.output
    switch item.outcome {
    case .passed: output = body(item.fields) + output
    case .skipped(let reason): inner.append("      <skipped\(XMLText.attributes([("message", reason)]))/>")
    case .failed(let type, let message): inner += outcome("failure", type, message, item)
    case .errored(let type, let message): inner += outcome("error", type, message, item)
    }
    inner += self.output(output)
    guard !inner.isEmpty else { return ["    <testcase\(attributes)/>"] }
    return ["    <testcase\(attributes)>"] + inner + ["    </testcase>"]
  }

  private func outcome(_ tag: String, _ type: String, _ message: String, _ item: CheckCase) -> [String] {
    let start = "      <\(tag)\(XMLText.attributes([("type", type), ("message", message)]))"
    let body = body(item.fields)
    guard !body.isEmpty else { return [start + "/>"] }
    return [start + ">" + body.map(XMLText.escaped).joined(separator: "\n") + "</\(tag)>"]
  }

  private func body(_ fields: [CheckCase.Field]) -> [String] {
    fields.flatMap { field in
      field.lines.count == 1 ? ["\(field.name): \(field.lines[0])"] : ["\(field.name):"] + field.lines.map { "  " + $0 }
    }
  }

  private func output(_ lines: [String]) -> [String] {
    lines.isEmpty ? [] : ["      <system-out>" + lines.map(XMLText.escaped).joined(separator: "\n") + "</system-out>"]
  }

  /// Seconds with the three decimals that the schema takes.
  private static func time(_ length: Nanoseconds) -> String { Wording.decimal(max(0, length).seconds, 3) }
}
