import Diagnosis
import Testing
import Timeline
import Written

/// Clients that nobody scripted: what they send is read from what they do, and what nobody recorded is held against nobody.
@Suite struct ObservedSessionTests {
  /// A written session as a tap would have it: nothing is known of its client beforehand.
  private static func tapped(_ text: String, origin: RunInfo.Origin = .tapped, lacking: Set<Unrecorded> = []) throws -> Recording {
    var recording = try WrittenTimeline(text).recording
    recording.run.origin = origin
    recording.run.unrecorded = lacking
    for index in recording.sessions.indices {
      recording.sessions[index].audio = nil
      recording.sessions[index].stop = .close
    }
    return recording
  }

  private static func session(_ query: String, audio: String = "0.10-2.10 client  → audio 2.0s") -> String {
    """
    session baseline audio=linear16/16000/1 seconds=2 stop="stop"
      0.00      client  → GET /listen\(query)
      0.01      client  ← 101
      \(audio)
      2.30      client  → text "stop"
      2.50      client  ← results "good day" final start=0 duration=2
      2.60      client  ← metadata duration=2
      2.70      client  ← close 1000
    """
  }

  @Test(arguments: ["?encoding=linear16&sample_rate=16000", "?rate=16000", ""])
  func itsAudioAndItsStopAreRead(_ query: String) throws {
    let diagnosed = Diagnosed(try Self.tapped(Self.session(query)))
    let matched = diagnosed.recording
    let audio = try #require(matched.sessions.first?.audio)
    #expect(audio.encoding == "linear16" && audio.sampleRate == 16_000 && audio.channels == 1 && abs(audio.seconds - 2) < 0.01)
    #expect(matched.sessions.first?.stop == .text("stop") && matched.run.serviceHop == .unseen)
    #expect(diagnosed.result.verdict == .healthy)
  }

  @Test func aClientThatHurriesIsToBlame() throws {
    let hasty = Self.session("?encoding=linear16&sample_rate=16000", audio: "0.10-0.60 client  → audio 2.0s")
    let result = Diagnosis.diagnose(try Self.tapped(hasty))
    #expect(result.rootCauses.map(\.finding.rule) == ["pacing-too-fast"] && result.rootCauses.first?.finding.party == .client)
    // From the service's count alone too.
    #expect(Diagnosis.diagnose(try Self.tapped(hasty.replacing("?encoding=linear16&sample_rate=16000", with: ""))).verdict == .faulty)
  }

  /// Closed at the first final, in the middle of its audio: whoever wrote that client.
  @Test func aClientThatLeavesAtItsFirstFinalIsToBlame() throws {
    let text = """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen?encoding=linear16&sample_rate=16000
        0.01      client  ← 101
        0.10-2.10 client  → audio 2.0s
        2.11      client  ← results "good day" final start=0 duration=1.5
        2.12      client  → close 1000
      """
    let cause = try #require(Diagnosis.diagnose(try Self.tapped(text)).rootCauses.first)
    #expect(cause.finding.rule == "early-break" && cause.finding.party == .client)
    // One that has said stop before may leave when it likes.
    let stopped = text.replacing("  2.11      client  ←", with: "  2.105     client  → text \"stop\"\n  2.11      client  ←")
    #expect(!Diagnosis.diagnose(try Self.tapped(stopped)).rootCauses.contains { $0.finding.party == .client })
  }

  /// Whether there was anything to be heard is unknown.
  @Test func withoutWordsNothingIsCalledHealthy() throws {
    let silent = Self.session("?encoding=linear16&sample_rate=16000").replacing("good day", with: "")
    #expect(Diagnosis.diagnose(try Self.tapped(silent)).verdict == .inconclusive)
  }

  /// A service hop by itself: its caller is the client of it, and is judged.
  @Test func theServiceHopByItselfIsADirectSession() throws {
    let recording = try Self.tapped(
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      service → GET /v1/listen
        0.01      service ← 101
        0.10-2.10 service → audio 2.0s
        2.30      service → CloseStream
        2.60      service ← metadata duration=0
        2.70      service ← close 1000
      """)
    let diagnosed = Diagnosed(recording)
    #expect(diagnosed.recording.run.serviceHop == .direct && diagnosed.recording.events.allSatisfy { $0.hop != .service })
    let cause = try #require(diagnosed.result.rootCauses.first)
    #expect(cause.finding.rule == "format-undeclared" && cause.finding.party == .client && !cause.finding.summary.contains("relay"))
  }

  /// The relay says all and never ends its client's connection: where ends are not recorded, that is not said of it.
  @Test func whatTheSourceLeavesOutIsHeldAgainstNobody() throws {
    let text = """
      run service-hop=tapped
      \(Self.session("").replacing("  2.70      client  ← close 1000", with: ""))
        0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000&channels=1
        0.03      service ← 101
        0.10-2.10 service → audio 2.0s
        2.31      service → CloseStream
        2.45      service ← results "good day" final start=0 duration=2
        2.55      service ← metadata duration=2
        2.56      service ← close 1000
        14.0      client  → close 1000
      """
    let seen = Diagnosis.diagnose(try Self.tapped(text, origin: .imported))
    #expect(seen.rootCauses.filter { $0.finding.severity == .error }.map(\.finding.rule) == ["close-not-relayed"])
    let unseen = Diagnosis.diagnose(try Self.tapped(text, origin: .imported, lacking: [.ends, .closes]))
    #expect(!unseen.rootCauses.contains { $0.finding.severity == .error } && unseen.verdict == .healthy, "\(unseen.rootCauses)")
    #expect(unseen.undecided.contains { $0.rule == "close-not-relayed" && $0.reason.contains("does not record") })
  }

  /// A browser's record of a relay that leaves at its first final has no end: the client, who could say no stop any more, is not to blame.
  @Test func whoLeftAtTheFirstFinalIsUnknownWithoutEnds() throws {
    let text = """
      session baseline audio=linear16/16000/1 seconds=6 stop="stop"
        0.00      client  → GET /listen?encoding=linear16&sample_rate=16000
        0.01      client  ← 101
        0.10-2.10 client  → audio 2.0s
        2.13      client  ← results "good day" final start=0 duration=1.5
      """
    let result = Diagnosis.diagnose(try Self.tapped(text, origin: .imported, lacking: [.ends, .closes, .pings, .framing]))
    let cause = try #require(result.rootCauses.first?.finding)
    #expect(result.rootCauses.count == 1 && cause.rule == "early-break" && cause.certainty == .suspected, "\(result.rootCauses)")
    #expect(!result.rootCauses.contains { $0.finding.party == .client })
    // One that stays on and says nothing has had the time.
    let silent = text + "\n  9.00      client  ← results \"\" start=2 duration=1"
    let late = Diagnosis.diagnose(try Self.tapped(silent, origin: .imported, lacking: [.ends, .closes]))
    #expect(late.rootCauses.map(\.finding.rule) == ["close-stream-missing"], "\(late.rootCauses)")
  }

  /// A log without times: nothing is said of the pace, which would look too fast.
  @Test func withoutTimesThePaceIsUnknown() throws {
    let hasty = Self.session("?encoding=linear16&sample_rate=16000", audio: "0.10-0.20 client  → audio 2.0s")
    let result = Diagnosis.diagnose(try Self.tapped(hasty, origin: .imported, lacking: [.times, .ends]))
    #expect(result.rootCauses.isEmpty && result.verdict == .healthy, "\(result.rootCauses)")
    #expect(result.checklist.contains { $0.question == .paceRealTime && $0.answer == .unknown })
    #expect(result.sessions.first?.firstResult == nil)
  }
}
