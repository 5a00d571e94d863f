internal import Diagnosis
internal import Speech
internal import Timeline

/// What GitHub Actions shows: the job summary (`$GITHUB_STEP_SUMMARY`, Markdown), and annotations for the log.
package struct GitHubRenderer: Renderer {
  /// GitHub drops a step's summary above 1 MiB (1 048 576 bytes).
  private static let mostBytes = 1_000_000
  /// GitHub keeps so many annotations of each kind for one step.
  private static let mostAnnotations = 10

  package init() {}

  /// The summary. Where it would be too long, sessions are left out of it, and it says so.
  package func render(_ report: Report) -> String {
    var text = MarkdownRenderer(isSummary: true).render(report)
    var shown = report.diagnosis.sessions.count
    while text.utf8.count > Self.mostBytes, shown > 1 {
      shown /= 2
      var shorter = report
      shorter.diagnosis.sessions = Array(report.diagnosis.sessions.prefix(shown))
      let left = Wording.count(report.diagnosis.sessions.count - shown, "more session")
      text = MarkdownRenderer(isSummary: true).render(shorter) + "\nThis summary would be too long for GitHub: \(left) left out.\n"
    }
    return text
  }

  /// Workflow commands for standard output, one a line, each ending with a newline; empty where there is nothing to say.
  ///
  /// Errors and warnings are root causes; a run that could not be judged is a warning too.
  package static func annotations(_ report: Report) -> String {
    var lines = report.errors.prefix(mostAnnotations).map { command("error", $0.finding) }
    lines += report.warnings.prefix(mostAnnotations).map { command("warning", $0.finding) }
    if report.errors.isEmpty, report.diagnosis.verdict != .healthy {
      let level = report.diagnosis.verdict == .inconclusive ? "warning" : "error"
      lines.append(
        command(
          level, title: "sttcheck: \(report.diagnosis.verdict.rawValue)", [report.diagnosis.headline] + (report.advice.map { [$0] } ?? [])))
    }
    lines += report.diagnosis.notices.prefix(mostAnnotations).map { command("notice", $0) }
    return lines.map { $0 + "\n" }.joined()
  }

  /// Text for the log that the runner takes as text only: without this a relay's words at the beginning of a line could be a command.
  ///
  /// Nobody outside knows the run's id, so nobody can end it.
  package static func guarded(_ text: String, _ report: Report) -> String {
    let letters = report.run.id.unicodeScalars.filter { scalar in
      ("0"..."9").contains(scalar) || scalar == "-" || (scalar.isASCII && scalar.properties.isAlphabetic)
    }
    let token = "sttcheck-" + letters.map(String.init).joined()
    return "::stop-commands::\(token)\n\(text.hasSuffix("\n") ? text : text + "\n")::\(token)::\n"
  }

  private static func command(_ level: String, _ finding: Finding) -> String {
    let fix = CheckSuite.fix(finding.remedy)
    let shown = fix.prefix(1).map { "Fix: \($0)" } + fix.dropFirst().prefix(15) + (fix.count > 16 ? ["…"] : [])
    return command(
      level, title: "\(finding.rule): \(finding.cause)", [finding.summary, TerminalRenderer.standing(finding)] + shown)
  }

  private static func command(_ level: String, title: String, _ lines: [String]) -> String {
    let message = lines.filter { !$0.isEmpty }.map(data).joined(separator: "%0A")
    return "::\(level) title=\(property(title))::\(message)"
  }

  /// The message of a command, made visible; the runner turns `%0A` back into a line's end.
  private static func data(_ text: String) -> String { escaped(text, "%\r\n") }

  private static func property(_ text: String) -> String { escaped(text, "%\r\n:,") }

  /// Scalar by scalar: with an accent on it a colon is no colon to Swift, and one to the runner.
  private static func escaped(_ text: String, _ special: String) -> String {
    VisibleText.line(text).unicodeScalars.reduce(into: "") { out, scalar in
      if special.unicodeScalars.contains(scalar) {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        out += digits.count < 2 ? "%0\(digits)" : "%\(digits)"
      } else {
        out.unicodeScalars.append(scalar)
      }
    }
  }
}
