import Diagnosis
import Testing

/// The table of what clients saw, as text and inside the binary.
struct SignTableTests {
  @Test func itIsReadAsItIsWritten() throws {
    var table = SignTable()
    table.add([.words, .whole], of: "b", under: [.raw, .stop])
    table.add([.silence], of: "a", under: [])
    table.add([.garbled], of: "b", under: [.raw, .stop])
    #expect(table.text == "a\n  : silence\nb\n  raw stop: garbled whole words\n")
    #expect(SignTable(parsing: "# said to people\n" + table.text) == table)
  }

  @Test(arguments: ["  raw: words\n", "a\n  raw words\n", "a\n  raw: wards\n", "a\n  rare: words\n"])
  func whatIsNoTableIsRefused(_ text: String) {
    #expect(SignTable(parsing: text) == nil)
  }

  /// A cause without a row would never be out of the question; one that shows only what healthy relays show could never be told.
  @Test func everyHypothesisWasPlayed() {
    for hypothesis in HypothesisTable.all {
      let groups = SignTable.recorded.seen[hypothesis.rule] ?? [:]
      #expect(groups.count >= 5, "\(hypothesis.rule)")
      let shows = groups.contains { traits, signs in
        signs.contains { !Experiment(session: 1, scenario: "", traits: traits, signs: [$0]).isHealthy }
      }
      #expect(shows, "\(hypothesis.rule) shows nothing that a healthy relay does not show")
    }
  }
}
