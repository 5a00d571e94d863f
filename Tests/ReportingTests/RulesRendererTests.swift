import Diagnosis
import Reporting
import Testing

struct RulesRendererTests {
  @Test func theListHasOneLineARule() {
    let lines = RulesRenderer().list().split(separator: "\n")
    for rule in Catalogue.rules {
      let own = lines.filter { $0.hasPrefix("  \(rule.id) ") }
      #expect(own.count == 1)
      #expect(own.first?.contains(rule.severity.rawValue) ?? false)
      #expect(own.first?.hasSuffix(rule.title) ?? false)
    }
    #expect(lines.count { $0.hasPrefix("  ") } == Catalogue.rules.count)
  }

  @Test(arguments: Catalogue.rules.map(\.id))
  func anExplanationFitsAndIsWhole(_ id: String) throws {
    let rule = try #require(Catalogue.rule(id))
    let text = RulesRenderer().explain(rule)
    for line in text.split(separator: "\n") { #expect(TerminalRendererTests.columns(line) <= 80, "\(line)") }
    for part in [id, "Fix: ", "Where it is written", "Recordings that show it"] { #expect(text.contains(part)) }
    for example in rule.examples { #expect(text.contains("session ") && text.contains(example.name.prefix(12))) }
    #expect(RulesRenderer().markdown([rule]).contains("### `\(id)`"))
  }

  @Test func theDocumentHoldsEveryRuleOnce() {
    let document = RulesRenderer().markdown()
    for rule in Catalogue.rules { #expect(document.split(separator: "\n").count { $0 == "### `\(rule.id)`" } == 1) }
    #expect(MarkdownRendererTests.outsideFences(document).filter { $0.hasPrefix("## ") }.count == Set(Catalogue.rules.map(\.group)).count)
  }
}
