import Testing
import Timeline

@testable import Diagnosis
import Written

/// Advice is a value: its words are written once, and what a run has followed already is not advised.
struct SeparationTests {
  private static func run(_ serviceHop: String, scenario: String = "baseline", stop: String = #"text "stop""#) throws -> RunFacts {
    RunFacts(
      try WrittenTimeline(
        """
        run service-hop=\(serviceHop)
        session \(scenario) audio=linear16/16000/1 seconds=1 stop="stop"
          0.00      client  → GET /listen
          0.01      client  ← 101
          0.10-1.10 client  → audio 1.0s
          1.12      client  → \(stop)
          1.40      client  ← close 1000
        """
      ).recording)
  }

  private static let serviceHop = Separation.serviceHop(shows: "who closes")
  private static let play = Separation.play(scenario: "wav-header", tries: "the same audio behind a RIFF header")
  private static let otherStop = Separation.profile(.closeStreamAsStop, tells: "if that one works, the relay does not know this one")

  @Test func nothingIsFollowedInARunThatTriedNoneOfIt() throws {
    let run = try Self.run("unseen")
    for advice in [Self.serviceHop, Self.play, Self.otherStop, .first(Self.play, or: Self.serviceHop)] {
      #expect(advice.left(after: run) == advice, "\(advice.text)")
    }
  }

  @Test func whatARunHasDoneIsNotAdvised() throws {
    #expect(Self.serviceHop.left(after: try Self.run("simulated")) == nil)
    #expect(Self.play.left(after: try Self.run("unseen", scenario: "wav-header")) == nil)
    #expect(Self.otherStop.left(after: try Self.run("unseen", stop: "CloseStream")) == nil)
    #expect(Separation.first(Self.play, or: Self.serviceHop).left(after: try Self.run("simulated")) == Self.play)
    #expect(Separation.first(Self.play, or: Self.serviceHop).left(after: try Self.run("unseen", scenario: "wav-header")) == Self.serviceHop)
  }

  @Test func anAlternativeOutlivesItsAdvice() throws {
    let finding = Finding(
      rule: "no-final", certainty: .suspected, party: .relay, cause: "", summary: "", remedy: "", evidence: [],
      alternatives: [Alternative(rule: "format-undeclared", separateBy: Self.play)])
    func advice(_ run: RunFacts) -> [Separation] { finding.withoutFollowedAdvice(run).alternatives.map(\.separateBy) }
    #expect(advice(try Self.run("unseen")) == [Self.play])
    #expect(advice(try Self.run("unseen", scenario: "wav-header")) == [.serviceHop(shows: "which of them it is")])
    #expect(advice(try Self.run("simulated", scenario: "wav-header")) == [.relaysLog])
    #expect(advice(try Self.run("direct", scenario: "wav-header")).isEmpty)
  }

  @Test func aScenarioIsFoundWithoutReadingTheText() {
    #expect(Separation.first(Self.otherStop, or: Self.play).scenario == "wav-header")
    #expect(Separation.look("play `baseline` and compare").scenario == nil)
    #expect(Self.play.text == "play `wav-header` too: the same audio behind a RIFF header")
  }
}
