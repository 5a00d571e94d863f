import Diagnosis
import Testing

/// The table of what clients saw, as text and inside the binary.
struct SignTableTests {
  @Test func itIsReadAsItIsWritten() throws {
    var table = SignTable()
    table.settings = PlayedSettings(formats: ["mulaw/8000/1", "linear16/16000/1"], farthest: 399_000_001, longestMessage: 20_000_000)
    table.add([.words, .whole], of: ["b"], under: [.raw, .stop])
    table.add([.silence], of: [], under: [])
    table.add([.garbled], of: ["b"], under: [.raw, .stop])
    table.add([.gaps], of: ["b", "a"], under: [.raw])
    let text = """
      played: 400 ms, 20 ms, linear16/16000/1, mulaw/8000/1
      a + b
        raw: gaps
      b
        raw stop: garbled whole words
      healthy
        : silence

      """
    #expect(table.text == text)
    let read = try #require(SignTable(parsing: "# said to people\n" + text))
    #expect(read.seen == table.seen && read.text == text)
  }

  @Test(arguments: [
    "  raw: words\n", "a\n  raw words\n", "a\n  raw: wards\n", "a\n  rare: words\n", "played: far\n",
    "played: 1 s, 20 ms, linear16/8000/1\n",
  ])
  func whatIsNoTableIsRefused(_ text: String) {
    #expect(SignTable(parsing: text) == nil)
  }

  /// Two causes show what either shows, and what was seen of both.
  @Test func twoCausesShowMoreThanOne() {
    var table = SignTable()
    table.add([.silence], of: ["a"], under: [.raw])
    table.add([.neverEnds], of: ["b"], under: [.raw])
    table.add([.failureClose], of: ["a", "b"], under: [.raw])
    #expect(table.signs(of: ["a", "b"], under: [.raw]) == [.silence, .neverEnds, .failureClose])
    #expect(table.signs(of: ["a"], under: [.raw]) == [.silence])
  }

  /// What was not played speaks against nothing that was seen somewhere.
  @Test func whereNothingWasPlayedAnythingMayBeSeen() {
    var table = SignTable()
    table.settings = PlayedSettings(formats: ["linear16/16000/1"], farthest: 100, longestMessage: 20)
    table.add([.words], of: [], under: [.raw])
    table.add([.silence], of: ["a"], under: [.raw])
    table.add([.wordless], of: ["a"], under: [.header])
    let near = Setting(format: "linear16/16000/1", roundTrip: 100, longestMessage: 20)
    #expect(table.signs(of: ["a"], under: [.raw], in: near) == [.silence])
    #expect(table.signs(of: ["a"], under: [.fast], in: near) == [.silence, .wordless, .words])
    for change in [{ $0.format = "mulaw/8000/1" }, { $0.roundTrip = 101 }, { $0.longestMessage = 21 }] as [(inout Setting) -> Void] {
      var other = near
      change(&other)
      #expect(table.signs(of: ["a"], under: [.raw], in: other) == [.silence, .wordless, .words])
    }
    #expect(table.signs(of: ["c"], under: [.raw], in: near) == Set(Sign.allCases))
  }

  /// A cause without a row would never be out of the question; one that shows only what healthy relays show could never be told.
  @Test func everyHypothesisWasPlayed() {
    for hypothesis in HypothesisTable.all {
      let groups = SignTable.recorded.seen[[hypothesis.rule]] ?? [:]
      #expect(groups.count >= 5, "\(hypothesis.rule)")
      let shows = groups.contains { traits, signs in
        signs.contains { !Experiment(session: 1, scenario: "", traits: traits, signs: [$0]).isHealthy }
      }
      #expect(shows, "\(hypothesis.rule) shows nothing that a healthy relay does not show")
    }
  }
}
