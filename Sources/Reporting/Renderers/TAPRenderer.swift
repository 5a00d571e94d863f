internal import Diagnosis
internal import Speech
internal import Timeline

/// The report as TAP 14: a subtest for the diagnosis and one for each session, a test point for each check, YAML behind what is not well.
package struct TAPRenderer: Renderer {
  package init() {}

  package func render(_ report: Report) -> String {
    let suites = CheckSuite.all(report)
    var lines = ["TAP version 14", "1..\(suites.count)"]
    lines += [
      "# relay: \(Self.visible(report.run.relay))", "# verdict: \(report.diagnosis.verdict.rawValue)",
      "# headline: \(Self.visible(report.diagnosis.headline))", "# run: \(Self.visible(report.run.id))",
    ]
    for (index, suite) in suites.enumerated() {
      lines.append("# Subtest: \(Self.visible(suite.name))")
      lines.append("    1..\(suite.cases.count)")
      for (number, item) in suite.cases.enumerated() { lines += point(item, number: number + 1).map { "    " + $0 } }
      lines += summary(suite, number: index + 1)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The subtest's own point: not ok where any of its points is not.
  private func summary(_ suite: CheckSuite, number: Int) -> [String] {
    let isOk = suite.count(.failed) + suite.count(.errored) == 0
    var line = "\(isOk ? "ok" : "not ok") \(number) - \(Self.description(suite.name))"
    if case .skipped(let reason) = suite.cases.first?.outcome, suite.count(.skipped) == suite.cases.count {
      line += " # SKIP \(Self.description(reason))"
    }
    return [line] + Self.yaml([("duration_ms", .number((Double(max(0, suite.took)) / 1e6).rounded()))])
  }

  private func point(_ item: CheckCase, number: Int) -> [String] {
    let name = "\(number) - \(Self.description(item.name))"
    let fields = item.fields.map { ($0.name, Self.value($0.lines)) }
    switch item.outcome {
    case .passed: return ["ok \(name)"] + Self.yaml(fields)
    case .skipped(let reason): return ["ok \(name) # SKIP \(Self.description(reason))"]
    case .failed(let type, let message): return ["not ok \(name)"] + Self.yaml(Self.outcome("fail", type, message) + fields)
    case .errored(let type, let message): return ["not ok \(name)"] + Self.yaml(Self.outcome("error", type, message) + fields)
    }
  }

  private static func outcome(_ severity: String, _ type: String, _ message: String) -> [(String, JSONValue)] {
    [("message", .string(visible(message))), ("severity", .string(severity)), ("rule", .string(visible(type)))]
  }

  private static func value(_ lines: [String]) -> JSONValue {
    lines.count == 1 ? .string(visible(lines[0])) : .array(lines.map { .string(visible($0)) })
  }

  /// A block of diagnostics: names of ours, values as JSON, which YAML takes as it is.
  private static func yaml(_ fields: [(String, JSONValue)]) -> [String] {
    guard !fields.isEmpty else { return [] }
    let lines = fields.flatMap { name, value -> [String] in
      if let items = value.array { return ["  \(name):"] + items.map { "    - \($0.serialized())" } }
      return ["  \(name): \(value.serialized())"]
    }
    return ["  ---"] + lines + ["  ..."]
  }

  /// `#` would begin a directive, and a backslash an escape; scalar by scalar, for an accent on a `#` hides it from nobody but Swift.
  private static func description(_ text: String) -> String {
    visible(text).unicodeScalars.reduce(into: "") { out, scalar in
      if scalar == "#" || scalar == "\\" { out += "\\" }
      out.unicodeScalars.append(scalar)
    }
  }

  private static func visible(_ text: String) -> String { VisibleText.line(text) }
}
