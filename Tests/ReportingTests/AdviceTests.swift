import Diagnosis
import Testing
import Timeline

@testable import Reporting

/// What a report says to do next where nothing could be told: never what this run has done already.
struct AdviceTests {
  @Test func oneScenarioFromBothHopsIsToldToPlayMore() throws {
    #expect(try advice(Self.one)?.hasPrefix("Run the suite `standard`") == true)
  }

  @Test func aSuiteIsNotToldToBePlayedAgain() throws {
    let standard = try advice(Self.two) { $0.run.suite = "standard" }
    #expect(standard?.contains("standard") == false && standard?.contains("--suite full") == true)
    #expect(try advice(Self.two) { $0.run.suite = "full" }?.contains("suite") == false)
  }

  @Test func digestsAskForTheAudioItself() throws {
    #expect(try advice(Self.two) { $0.run.unrecorded = [.sound] }?.contains("without `--record-audio digest`") == true)
    let given = try advice(Self.two) { ($0.run.unrecorded, $0.run.origin) = ([.sound], .imported) }
    #expect(given?.contains("ask for a recording") == true)
  }

  @Test func aSessionOfOthersIsToldToBePlayed() throws {
    #expect(try advice(Self.one) { $0.run.origin = .tapped }?.contains("`sttcheck run --relay URL") == true)
  }

  private func advice(_ timeline: String, _ change: (inout Recording) -> Void = { _ in }) throws -> String? {
    var report = try Samples.report(timeline) { recording in
      recording.run.finished = true
      change(&recording)
    }
    report.diagnosis.verdict = .inconclusive
    return report.advice
  }

  private static let session = """
      0.00      client  → GET /listen
      0.01      client  ← 101
      0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
      0.03      service ← 101
      0.10-1.00 client  → audio 1.0s
      0.11-1.01 service → audio 1.0s
      1.10      client  → text "stop"
      1.20      client  ← results final "the ferry leaves"
    """
  private static let one = """
    run service-hop=simulated
    session baseline audio=linear16/16000/1 seconds=1 stop="stop"
    \(session)
    """
  private static let two = """
    \(one)
    session two-utterances audio=linear16/16000/1 seconds=1 stop="stop"
    \(session)
    """
}
