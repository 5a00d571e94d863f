internal import Chance
internal import Diagnosis
internal import Timeline

extension RelayTrial {
  /// One line for each thing that must not happen: what, where, and the command that plays it again.
  package var misses: [String] {
    let what = "relay \(relay.number) [\(truth.operators.map(\.row).joined(separator: " + "))]"
    let replay = "  sttcheck lab relays --seed \(relay.seed) --replay \(relay.number)"
    var lines: [String] = []
    for answer in answers {
      let said =
        answer.wrong.map { "wrong: \($0)" } + answer.alarms.map { "alarm: \($0)" } + (answer.missed.map { ["missed: \($0)"] } ?? [])
      lines += said.map { "\(answer.view.rawValue): \($0); \(what)\(replay)" }
      if answer.surplus > 0 {
        let rules = answer.causes.filter { $0.finding.severity == .error }.map(\.finding.rule).joined(separator: ", ")
        lines.append("\(answer.view.rawValue): surplus \(answer.surplus): \(rules); \(what)\(replay)")
      }
      lines += answer.untrue.map { "\(answer.view.rawValue): untrue: \($0); \(what)\(replay)" }
    }
    return lines + worse.map { "worse: \($0); \(what)\(replay)" }
  }

  /// Everything about this relay: habits, operators, journal, and what each view said.
  package var text: String {
    var lines = ["relay \(relay.number), seed \(relay.seed)"]
    lines.append("scenarios: " + relay.scenarios.joined(separator: ", "))
    lines.append("habits: " + (relay.habits.isEmpty ? "none" : relay.habits.map(\.habit.name).joined(separator: ", ")))
    lines.append("operators:" + (relay.operators.isEmpty ? " none" : ""))
    for own in relay.operators {
      let rules = own.rules.isEmpty ? "no row in the catalogue" : own.rules.sorted().joined(separator: ", ")
      lines.append("  \(own.text); may be called: \(rules)")
    }
    lines.append("journal: \(changes.count) changes")
    for change in changes.prefix(40) {
      lines.append(
        "  session \(change.session) at \(change.at / 1_000_000) ms: \(change.party.rawValue) \(change.what)\(change.link.map { " (\($0.rawValue))" } ?? "")"
      )
    }
    if changes.count > 40 { lines.append("  … and \(changes.count - 40) more") }
    lines.append("its client saw: " + (truth.difference ?? "the same as the twin's"))
    for answer in answers {
      lines += ["", "\(answer.view.rawValue): \(answer.verdict.rawValue): \(answer.headline)"]
      for cause in answer.causes {
        let finding = cause.finding
        lines.append(
          "  \(finding.severity.rawValue) \(finding.rule) (\(finding.party.rawValue), \(finding.certainty.rawValue)): \(finding.summary)")
        lines.append("    shown by: session " + Set(finding.evidence.map(\.session)).sorted().map(String.init).joined(separator: ", "))
        if !cause.explains.isEmpty { lines.append("    explains: \(cause.explains.joined(separator: ", "))") }
        if !finding.alternatives.isEmpty { lines.append("    or: \(finding.alternatives.map(\.rule).joined(separator: ", "))") }
      }
      lines.append("  operators: " + answer.namings.map(\.rawValue).joined(separator: ", "))
    }
    return (lines + [""] + misses).joined(separator: "\n")
  }
}
