import Diagnosis
import Testing
import Timeline
import Written

/// The comparison of sessions from the client hop alone.
@Suite struct InferenceTests {
  /// A healthy session of one sentence: what each of the others differs from.
  private let healthy = """
    session baseline audio=linear16/16000/1 seconds=4 stop="stop" transcript="tell me more about this please" utterances=1
      0.00      client  → GET /listen
      0.01      client  ← 101
      0.10-4.10 client  → audio 4.0s
      1.20      client  ← results "tell me" interim start=0 duration=1
      4.12      client  → text "stop"
      4.30      client  ← results "tell me more about this please" final start=0 duration=4
      4.33      client  ← close 1000
    """

  @Test func aHealthyRunHasNoSymptomAndNothingToInfer() throws {
    let inference = Inference(try WrittenTimeline(healthy).recording)
    #expect(inference.experiments.count == 1)
    #expect(inference.symptoms.isEmpty)
    #expect(inference.survivors.isEmpty)
    #expect(inference.nextScenario(among: ["two-utterances"]) == nil)
  }

  private let silent = """
    session baseline audio=linear16/16000/1 seconds=4 stop="stop" transcript="tell me more about this please" utterances=1
      0.00      client  → GET /listen
      0.01      client  ← 101
      0.10-4.10 client  → audio 4.0s
      4.12      client  → text "stop"
      4.33      client  ← close 1000
    """

  @Test func silenceAloneIsATieAndTheNextScenarioPartsIt() throws {
    let inference = Inference(try WrittenTimeline(silent).recording)
    let rules = inference.survivors.map(\.rule)
    #expect(rules.contains("container-declared-for-raw-audio"))
    #expect(rules.contains("results-not-forwarded"))
    #expect(!rules.contains("early-break"))
    #expect(inference.nextScenario(among: ["wav-header", "too-fast"]) == "wav-header")
  }

  @Test func aHeaderThatBringsWordsLeavesTheDeclaration() throws {
    let header = """
      session wav-header audio=linear16/16000/1/wav seconds=4 stop="stop" transcript="tell me more about this please" utterances=1
        10.00       client  → GET /listen
        10.01       client  ← 101
        10.10-14.10 client  → audio 4.0s
        12.20       client  ← results "tell me" interim start=0 duration=2
        14.12       client  → text "stop"
        14.30       client  ← results "tell me more about this please" final start=0 duration=4
        14.33       client  ← close 1000
      """
    let recording = try WrittenTimeline(silent + "\n" + header).recording
    let rules = Inference(recording).survivors.map(\.rule)
    #expect(rules.starts(with: ["container-declared-for-raw-audio", "format-undeclared"]))
    #expect(!rules.contains("results-not-forwarded") && !rules.contains("service-never-dialled") && !rules.contains("audio-not-forwarded"))
    let cause = try #require(Diagnosis.diagnose(recording).rootCauses.first?.finding)
    #expect(cause.certainty == .suspected)
    let named = [cause.rule] + cause.alternatives.map(\.rule)
    #expect(named.contains("container-declared-for-raw-audio") && named.contains("format-undeclared"), "\(named)")
  }

  @Test func everyRowNamesARuleOfTheCatalogueOnce() {
    let rows = HypothesisTable.all.map(\.rule)
    #expect(Set(rows).count == rows.count)
    #expect(!rows.isEmpty && Set(rows).subtracting(Catalogue.ids) == [])
  }

  /// Two rows that predict the same everywhere are a tie for ever: fine, but only where ROOT-CAUSES says that a client can't tell them apart.
  @Test func eachHypothesisIsPartedFromAHealthyRelaySomewhere() {
    for hypothesis in HypothesisTable.all {
      let surprising = KnownExperiment.all.contains { experiment in
        Sign.allCases.contains { sign in
          guard hypothesis.seen(under: experiment.traits).contains(sign) else { return false }
          return !Experiment(session: 1, scenario: "", traits: experiment.traits, signs: [sign]).isHealthy
        }
      }
      #expect(surprising, "\(hypothesis.rule) shows nothing that a healthy relay does not show")
    }
  }
}
