import TestSupport
import Testing
import Timeline

import Scenarios

struct ScenarioWriterTests {
  private func back(_ scenario: Scenario) throws -> Scenario {
    try ScenarioReader.read(Array(ScenarioWriter.yaml(scenario).utf8), file: "written.yaml")
  }

  @Test(arguments: BuiltIns.scenarioNames)
  func builtInsReadBackEqual(_ name: String) throws {
    let scenario = try #require(BuiltIns.scenario(name))
    #expect(try back(scenario) == scenario)
    #expect(ScenarioWriter.yaml(scenario) == ScenarioWriter.yaml(try back(scenario)))
  }

  @Test(arguments: UInt64(0)..<500)
  func anyScenarioReadsBackEqual(_ seed: UInt64) throws {
    var make = ScenarioMaker(random: SeededRandom(seed: seed))
    let scenario = make.scenario()
    let again = try back(scenario)
    #expect(again == scenario, "\(scenario)\n\(again)")
  }

  @Test func looksAsPeopleWriteIt() throws {
    let scenario = Scenario(
      name: "x", about: "Says \"no\".", provokes: ["pacing-bursty"],
      steps: [
        .connect, .stream(Streaming(rhythm: .burst(.seconds(1)), to: .milliseconds(1500))), .stop, .await(.closed, within: .seconds(10)),
      ],
      expectations: [
        Expectation(.finals, atLeast: 2), Expectation(.metadata, atLeast: 1), Expectation(.close, atLeast: 1000, atMost: 1000),
      ])
    #expect(
      ScenarioWriter.yaml(scenario) == """
        name: x
        about: "Says \\"no\\"."
        audio: { speech: one-sentence, format: profile }
        provokes: [pacing-bursty]
        steps:
          - connect
          - stream: { burst: 1s, to: 1500ms }
          - stop
          - await: { closed: true, within: 10s }
        expect:
          finals: { at_least: 2 }
          metadata: true
          close: 1000

        """)
  }
}
