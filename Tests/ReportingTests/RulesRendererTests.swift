import Diagnosis
import Foundation
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
    for part in [id, "Fix: ", "On the client hop: ", "On the service hop: ", "Where it is written", "A recording that shows it"] {
      #expect(text.contains(part))
    }
    for example in rule.examples { #expect(text.contains("session ") && text.contains(example.name.prefix(12))) }
    #expect(!rule.clientView.isEmpty && !rule.serviceView.isEmpty && !rule.citation.isEmpty)
    #expect(RulesRenderer().markdown([rule]).contains("### `\(id)`"))
  }

  /// A remedy's first snippet is the story's; the same in another language stands where a rule is explained.
  @Test func aStoryShowsOneLanguage() throws {
    let story = TerminalRenderer().render(try Samples.report(Samples.noCloseStream))
    #expect(story.contains("await service.send(json.dumps") && !story.contains("JSON.stringify"))
    #expect(story.contains("For Node: sttcheck rules close-stream-missing"))
    let explained = RulesRenderer().explain(try #require(Catalogue.rule("close-stream-missing")))
    #expect(explained.contains("await service.send(json.dumps") && explained.contains("service.send(JSON.stringify"))
  }

  /// `Fixtures/Rules.md`, written anew only with RECORD_SNAPSHOTS=1.
  @Test func theCopyIsTheDocument() throws {
    let url = URL(fileURLWithPath: #filePath).appendingPathComponent("../../../Fixtures/Rules.md").standardized
    let document = RulesRenderer().document()
    if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
      try Data(document.utf8).write(to: url)
      Issue.record("recorded Rules.md: run again without RECORD_SNAPSHOTS")
      return
    }
    #expect(String(decoding: try Data(contentsOf: url), as: UTF8.self) == document, "RECORD_SNAPSHOTS=1 writes it anew")
  }

  @Test func theContentsNameEveryRule() {
    let lines = RulesRenderer().document().split(separator: "\n")
    for rule in Catalogue.rules {
      #expect(lines.count { $0.hasPrefix("| [`\(rule.id)`](#\(rule.id)) | \(rule.severity.rawValue) | ") } == 1)
    }
  }

  @Test func theDocumentHoldsEveryRuleOnce() {
    let document = RulesRenderer().markdown()
    for rule in Catalogue.rules { #expect(document.split(separator: "\n").count { $0 == "### `\(rule.id)`" } == 1) }
    #expect(MarkdownRendererTests.outsideFences(document).filter { $0.hasPrefix("## ") }.count == Set(Catalogue.rules.map(\.group)).count)
  }
}
