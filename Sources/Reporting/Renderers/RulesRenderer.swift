package import Diagnosis
internal import Timeline

/// The catalogue as text: a list, one rule explained, or a document.
package struct RulesRenderer: Sendable {
  /// Columns that no line of an explanation exceeds.
  package var width: Int
  package var colour: Bool

  package init(width: Int = 80, colour: Bool = false) {
    self.width = width
    self.colour = colour
  }

  /// Every rule in one line, by group: id, severity, what is wrong. Lines are not cut: they are data.
  package func list(_ rules: [any Rule] = Catalogue.rules) -> String {
    let paint = Paint(isOn: colour)
    let ids = rules.map { Columns.width($0.id) }.max() ?? 0
    let groups = RuleGroup.allCases.compactMap { group -> String? in
      let own = rules.filter { $0.group == group }
      guard !own.isEmpty else { return nil }
      return
        ([paint(group.rawValue, .bold)] + own.map { "  \(Columns.pad($0.id, ids))  \(Columns.pad($0.severity.rawValue, 7))  \($0.title)" })
        .joined(separator: "\n")
    }
    return groups.joined(separator: "\n\n") + "\n"
  }

  /// One rule for a person at a terminal: what is wrong, how it looks, what to change, how it looks in a recording.
  package func explain(_ rule: any Rule) -> String {
    var page = TerminalPage(width: width, colour: colour)
    page.paragraph("\(rule.id): \(rule.title)", style: .bold)
    page.paragraph("\(rule.severity.rawValue), in the group “\(rule.group.rawValue)”", first: "   ", style: .dim)
    page.heading("What it means, and how it looks")
    page.prose(rule.why, indent: "   ")
    page.blank()
    page.paragraph(rule.clientView, first: "   On the client hop: ")
    page.paragraph(rule.serviceView, first: "   On the service hop: ")
    page.blank()
    page.prose(rule.remedy, indent: "   ", first: "   Fix: ", markStyle: .green)
    for (party, remedy) in Self.others(rule) {
      page.blank()
      page.prose(remedy, indent: "   ", first: "   Where the \(party) is at fault: ", markStyle: .green)
    }
    page.blank()
    page.paragraph(rule.citation, first: "   Where it is written: ")
    for fires in [true, false] {
      let examples = rule.examples.filter { $0.fires == fires }
      guard let first = examples.first else { continue }
      page.heading(fires ? "A recording that shows it (↓ marks the evidence)" : "One that looks like it and is fine")
      page.blank()
      page.paragraph(Self.name(first), first: "   ")
      page.timeline(Self.lines(first), indent: 5)
      guard examples.count > 1 else { continue }
      page.blank()
      page.paragraph(fires ? "It also fires on" : "It also stays silent on", first: "   ", style: .dim)
      for example in examples.dropFirst() { page.paragraph(Self.name(example), first: "   - ") }
    }
    if rule.examples.count > 2 {
      page.blank()
      page.paragraph("All of them: sttcheck rules \(rule.id) --format markdown", style: .dim)
    }
    return page.text
  }

  /// The whole catalogue as a document of its own: a title, a table of contents, every rule.
  package func document() -> String {
    var page = MarkdownPage()
    page.add("# The root causes that sttcheck tells apart")
    page.add(
      """
      \(Wording.count(Catalogue.rules.count, "rule")), one for each cause. Printed by `sttcheck rules --format markdown` from the rules' own words; \
      their examples are also their tests. The client hop is what a client of the relay sees, the service hop what the relay does towards the service.
      """)
    page.add("## Contents")
    page.add(
      ["| rule | severity | what is wrong |", "|---|---|---|"]
        + RuleGroup.allCases.flatMap { group in
          Catalogue.rules.filter { $0.group == group }.map { rule in
            "| [`\(rule.id)`](#\(rule.id)) | \(rule.severity.rawValue) | \(MarkdownText.sentence(rule.title, table: true)) |"
          }
        })
    return page.text + "\n" + markdown()
  }

  /// Rules in Markdown, with the catalogue's chapters.
  package func markdown(_ rules: [any Rule] = Catalogue.rules) -> String {
    var page = MarkdownPage()
    for group in RuleGroup.allCases {
      let own = rules.filter { $0.group == group }
      guard !own.isEmpty else { continue }
      page.add("## \(group.rawValue)")
      for rule in own { markdown(rule, &page) }
    }
    return page.text
  }

  private func markdown(_ rule: any Rule, _ page: inout MarkdownPage) {
    page.add("### `\(rule.id)`")
    page.add("**\(MarkdownText.sentence(rule.title))** (\(rule.severity.rawValue))")
    page.prose(rule.why)
    page.add("**On the client hop:** \(MarkdownText.sentence(rule.clientView))")
    page.add("**On the service hop:** \(MarkdownText.sentence(rule.serviceView))")
    page.add("**Fix**")
    page.prose(rule.remedy)
    for (party, remedy) in Self.others(rule) {
      page.add("**Fix where the \(party) is at fault**")
      page.prose(remedy)
    }
    page.add("**Where it is written:** \(MarkdownText.sentence(rule.citation))")
    page.details("\(Wording.count(rule.examples.count, "example")): ↓ marks the evidence") { page in
      for example in rule.examples {
        page.add((example.fires ? "Fires: " : "Stays silent: ") + MarkdownText.sentence(Self.name(example)))
        page.add(MarkdownText.block(Self.lines(example)))
      }
    }
  }

  private static func others(_ rule: any Rule) -> [(party: String, remedy: String)] {
    rule.otherRemedies.map { ($0.key.rawValue, $0.value) }.sorted { $0.0 < $1.0 }
  }

  private static func name(_ example: RuleExample) -> String { example.name + (example.certainty.map { " (\($0.rawValue))" } ?? "") }

  private static func lines(_ example: RuleExample) -> [String] { example.timeline.split(separator: "\n").map(String.init) }
}
