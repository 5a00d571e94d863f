import Diagnosis
import Speech
import Testing
import Timeline
import Written

/// Symptom arithmetic, held against timelines whose figures can be told by hand.
struct SymptomFiguresTests {
  private static func figures(_ text: String) throws -> SymptomFigures {
    var recording = try WrittenTimeline(text).recording
    recording.sessions[0].audio?.transcript = "tell me more"
    return try #require(Diagnosis.diagnose(recording).sessions.first?.figures)
  }

  /// 2 s of 16 kHz at real time in chunks of 100 ms; interims 200 ms behind what they cover; 30 ms from service to client.
  private static let whole = """
    run service-hop=simulated
    session baseline audio=linear16/16000/1 seconds=2 stop="stop"
      0.00      client  → GET /listen
      0.01      client  ← 101
      0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
      0.04      service ← 101
      0.10-2.00 client  → audio 2.0s
      0.11-2.01 service → audio 2.0s
      1.10      service ← results "tell" interim start=0 duration=0.9
      1.13      client  ← results "tell" interim start=0 duration=0.9
      1.60      service ← results "tell me" interim start=0 duration=1.2
      1.63      client  ← results "tell me" interim start=0 duration=1.2
      2.12      client  → text "stop"
      2.13      service → CloseStream
      2.50      service ← results "tell him more" final start=0 duration=2
      2.53      client  ← results "tell him more" final start=0 duration=2
      2.54      service ← metadata duration=2.0
      2.54      service ← close 1000
      2.57      client  ← metadata duration=2.0
      2.58      client  ← close 1000
    """

  @Test func latencyIsXMinusY() throws {
    let figures = try Self.figures(Self.whole)
    // Eleven chunks of 100 ms had gone by 1.13 s, sixteen by 1.63 s.
    #expect(figures.firstInterim == .milliseconds(200))
    #expect(figures.lastInterim == .milliseconds(400))
    #expect(figures.finalAfterStop == .milliseconds(410))
    let relay = try #require(figures.relay)
    #expect(relay.count == 3 && relay.p50 == .milliseconds(30) && relay.max == .milliseconds(30))
  }

  @Test func paceIsToldOfBothHops() throws {
    let figures = try Self.figures(Self.whole)
    for pace in [figures.client, figures.service] {
      let pace = try #require(pace)
      #expect(pace.messages == 20)
      #expect(abs((pace.factor ?? 0) - 1) < 0.01 && abs((pace.bytesPerSecond ?? 0) - 32_000) < 320)
      #expect(pace.declaredBytesPerSecond == 32_000)
      #expect(pace.jitter?.count == 19 && (pace.jitter?.max ?? .max) < .milliseconds(1))
      #expect(abs((pace.longestGap ?? 0) - .milliseconds(100)) < .milliseconds(1))
    }
  }

  @Test func wordsAreAligned() throws {
    let words = try #require(try Self.figures(Self.whole).alignment)
    #expect(words == [.match("tell"), .substitution(expected: "me", received: "him"), .match("more")])
  }

  /// What the relay declares is another rate than it sends at: both are told.
  @Test func realBytesStandBesideTheDeclaredFormat() throws {
    let text = Self.whole.replacing("encoding=linear16&sample_rate=16000", with: "encoding=linear16&sample_rate=44100&channels=2")
    let service = try #require(try Self.figures(text).service)
    #expect(service.declaredBytesPerSecond == 176_400 && abs((service.bytesPerSecond ?? 0) - 32_000) < 320)
  }

  @Test func whatCantBeKnownIsNil() throws {
    let figures = try Self.figures(
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 101
        0.10-0.30 client  → audio 0.3s
        9.00      client  ← close 1000
      """)
    #expect(figures.firstInterim == nil && figures.lastInterim == nil && figures.finalAfterStop == nil)
    #expect(figures.relay == nil && figures.service == nil && figures.alignment == nil)
    let client = try #require(figures.client)
    // Three chunks are no rate; the gap between them is known.
    #expect(client.factor == nil && client.bytesPerSecond == nil && client.messages == 3 && client.longestGap != nil)
  }

  @Test func aQueryThatNoAudioFitsDeclaresNothing() throws {
    for query in [
      "", "?encoding=opus", "?encoding=linear16&sample_rate=99999999999999999999", "?encoding=linear16&sample_rate=8000&channels=-1",
    ] {
      let text = Self.whole.replacing("?encoding=linear16&sample_rate=16000", with: query)
      #expect(try Self.figures(text).service?.declaredBytesPerSecond == nil, "\(query)")
    }
  }
}
