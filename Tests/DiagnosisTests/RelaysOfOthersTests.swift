import Diagnosis
import Testing
import Timeline
import Written

/// What relays of others did that was called by a wrong name, in few lines.
struct RelaysOfOthersTests {
  private func answers(_ text: String) throws -> [String] {
    Diagnosis.diagnose(try WrittenTimeline(text).recording).rootCauses.map {
      "\($0.finding.rule), \($0.finding.party.rawValue), \($0.finding.certainty.rawValue)"
    }
  }

  /// The service hashes and counts what came before CloseStream; what the relay sends behind it is lost, and no fault of the service's.
  @Test func closeStreamOvertakesTheLastAudio() throws {
    let answers = try answers(
      """
      run service-hop=simulated
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
        0.04      service ← 101
        0.10-2.00 client  → audio 2.0s
        0.11-1.71 service → audio 1.7s
        2.12      client  → text "stop"
        2.13      service → CloseStream
        2.14-2.15 service → audio 0.3s from=1.7
        2.30      service ← results "tell me more" final start=0 duration=1.7
        2.31      client  ← results "tell me more" final start=0 duration=1.7
        2.32      service ← metadata duration=1.7 sha256=0000000000000000000000000000000000000000000000000000000000000000
        2.33      service ← close 1000
        2.34      client  ← close 1000
      """)
    #expect(answers.first == "audio-lost-at-end, relay, proven", "\(answers)")
  }

  /// A relay that makes two channels of one declares two, and the length stays: the Metadata repeats what the relay says.
  @Test func aRelayThatAddsAChannelIsHealthyFromOutside() throws {
    let answers = try answers(
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-2.00 client  → audio 2.0s
        2.12      client  → text "stop"
        2.31      client  ← results "tell me more" final start=0 duration=2
        2.32      client  ← metadata duration=2 channels=2 sha256=abc
        2.33      client  ← close 1000
      """)
    #expect(answers.isEmpty, "\(answers)")
  }

  /// Another request whose times begin at 0 again, behind words that were later.
  @Test(arguments: [(0.0, true), (2.0, false)])
  func timesOfASecondConnection(_ start: Double, _ isWrong: Bool) throws {
    let answers = try answers(
      """
      session baseline audio=linear16/16000/1 seconds=4 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-4.00 client  → audio 4.0s
        2.10      client  ← results "tell me" final start=0 duration=2 request=aaa
        4.12      client  → text "stop"
        4.31      client  ← results "more of it" final start=\(start) duration=2 request=bbb
        4.33      client  ← close 1000
      """)
    #expect(answers == (isWrong ? ["results-altered, relay, suspected"] : []), "\(answers)")
  }

  /// What is late in one session comes in the next: it is somebody else's, and not changed.
  @Test func theLastWordsOfTheSessionBefore() throws {
    func session(_ name: String, from time: Double, request: String, got other: String?) -> String {
      func at(_ offset: Double) -> String { String(Double(Int((time + offset) * 1000 + 0.5)) / 1000) }
      let own = "results \"words of \(name)\" final start=0 duration=2 request=\(request)"
      return """
        session \(name) audio=linear16/16000/1 seconds=2 stop="stop"
          \(at(0))      client  → GET /listen
          \(at(0.01))   client  ← 101
          \(at(0.02))   service → GET /v1/listen?encoding=linear16&sample_rate=16000
          \(at(0.04))   service ← 101
          \(other.map { "\(at(0.06))   client  ← results \"words of baseline\" final start=0 duration=2 request=\($0)" } ?? "")
          \(at(0.10))-\(at(2.00)) client  → audio 2.0s
          \(at(0.11))-\(at(2.01)) service → audio 2.0s
          \(at(2.12))   client  → text "stop"
          \(at(2.13))   service → CloseStream
          \(at(2.30))   service ← \(own)
          \(other == nil ? "" : "\(at(2.31))   client  ← \(own)")
          \(at(2.32))   service ← close 1000
          \(at(2.33))   client  ← close 1000

        """
    }
    let text =
      "run service-hop=simulated\n" + session("baseline", from: 0, request: "aaa", got: nil)
      + session("two-utterances", from: 3, request: "bbb", got: "aaa")
    let answers = try answers(text)
    #expect(answers.first == "results-crossed, relay, proven" && !answers.contains { $0.hasPrefix("results-altered") }, "\(answers)")
  }
}
