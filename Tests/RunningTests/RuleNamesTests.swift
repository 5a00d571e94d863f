import Chance
import Diagnosis
import Foundation
import Lab
import Running
import Scenarios
import Testing

/// Ids of rules stand as words in many places. A slip in one, or a rule that goes, would silence what the word was for.
struct RuleNamesTests {
  private static let ids = Set(Catalogue.ids)

  @Test func everyCauseThatIsInferredIsARule() {
    #expect(!HypothesisTable.all.isEmpty && Set(HypothesisTable.all.map(\.rule)).subtracting(Self.ids) == [])
  }

  @Test func whatAScenarioProvokesIsARule() {
    let provoked = Set(BuiltIns.scenarioNames.compactMap(BuiltIns.scenario).flatMap(\.provokes))
    #expect(!provoked.isEmpty && provoked.subtracting(Self.ids) == [])
  }

  @Test func whatARelayByChanceIsToBeFoundByIsARule() {
    let rules = Set(OperatorTable.all.flatMap(\.rules))
    #expect(!rules.isEmpty && rules.subtracting(Self.ids) == [])
  }

  @Test func whatShowsAFaultIsAScenario() {
    let scenarios = Set(FaultCatalogue.all.flatMap(\.shownBy))
    #expect(!scenarios.isEmpty && scenarios.subtracting(BuiltIns.scenarioNames) == [])
  }

  /// Words of the diagnosis that are made as ids are, and mean something else.
  private static let others: Set<String> = [
    // A check of JUnit's, the service's idle timeout and its headers, a model, an event of Node's `ws`, stations of a probe.
    "expectation-failed", "net-0001", "dg-error", "dg-request-id", "nova-3", "unexpected-response", "first-message", "one-shot",
    // Faults of the service that is played, and a clip.
    "no-answer", "ten-seconds",
  ]

  /// Sets, tables and switches of the diagnosis: each word in them is a rule, a scenario, or listed above.
  @Test func everyWordOfTheDiagnosisIsKnown() throws {
    let known = Self.ids.union(BuiltIns.scenarioNames).union(Self.others)
    let words = try Self.words(in: "Sources/Diagnosis")
    #expect(words.count > 60)
    #expect(words.filter { !known.contains($0.key) } == [:])
    #expect(Self.others.subtracting(words.keys) == [], "these are said nowhere")
  }

  /// Quoted words with a hyphen in them, and a file that says each.
  private static func words(in folder: String) throws -> [String: String] {
    let folder = FixtureWorld.root.appendingPathComponent(folder)
    let files = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
    var words: [String: String] = [:]
    for case let file as URL in files where file.pathExtension == "swift" {
      for match in try String(contentsOf: file, encoding: .utf8).matches(of: #/"([a-z0-9]+(?:-[a-z0-9]+)+)"/#) {
        words[String(match.1)] = file.lastPathComponent
      }
    }
    return words
  }
}
