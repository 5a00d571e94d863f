import Testing
import Timeline
import Wire

@testable import Diagnosis

/// The client's word for the end of its audio, whatever it is.
struct StopTests {
  @Test(
    arguments: [
      FactCase("the agreed word", "2.10 client → text stop", 2.1),
      FactCase("at the time of the last audio", "2.00 client → text stop", 2.0),
      FactCase("in the middle of the audio", "1.00 client → text stop", nil),
      FactCase("in the middle, and again", "1.00 client → text stop\n2.30 client → text stop", 2.3),
      FactCase("twice behind it", "2.10 client → text stop\n2.30 client → text stop", 2.1),
      FactCase("never", "5.00 client ← close 1000", nil),
      FactCase("CloseStream in its place", "2.10 client → CloseStream", 2.1),
      FactCase("the agreed one, though CloseStream came first", "2.10 client → CloseStream\n2.20 client → text stop", 2.2),
      FactCase("KeepAlive and Finalize are none", "2.10 client → KeepAlive\n2.20 client → Finalize", nil),
      FactCase("a word that nobody knows", "2.10 client → text halt", nil),
      FactCase("a word that the scenario tries", "2.10 note step \"stop: halt\"\n2.10 client → text halt", 2.1),
      FactCase("what came before the scenario tried it", "2.05 client → text halt\n2.10 note step \"stop: halt\"", nil),
      FactCase("the word in a binary frame", "2.10 client → binary stop", nil),
      FactCase("the relay's", "2.10 client ← message stop", nil),
    ] as [FactCase<Double?>])
  func isFound(_ test: FactCase<Double?>) throws {
    #expect(try Told.facts("\(Told.speaking)\n\(test.lines)").stop?.at == test.says.map(Nanoseconds.seconds))
  }

  @Test(
    arguments: [
      FactCase("the client's Close", "2.10 client → close 1000", 2.1), FactCase("without a code", "2.10 client → close", 2.1),
      FactCase("one that answers the relay's", "2.05 client ← close 1000\n2.10 client → close 1000", nil),
      FactCase("one that crossed with the relay's", "2.10 client → close 1000\n2.10 client ← close 1000", 2.1),
      FactCase("TCP alone", "2.10 client end fin by=client", nil),
      FactCase("CloseStream before it", "2.05 client → CloseStream\n2.10 client ← close 1000\n2.11 client → close 1000", 2.05),
    ] as [FactCase<Double?>])
  func hangingUpIsOneWhereThatWasAgreed(_ test: FactCase<Double?>) throws {
    let session = "session hang-up audio=linear16/16000/1 seconds=2 stop=close"
    #expect(try Told.facts("\(Told.speaking)\n\(test.lines)", session).stop?.at == test.says.map(Nanoseconds.seconds))
  }

  @Test func anEmptyMessageIsOneWhereThatWasAgreed() throws {
    let session = "session old audio=linear16/16000/1 seconds=2 stop=empty-binary"
    #expect(try Told.facts("\(Told.speaking)\n2.10 client → empty", session).stop?.at == .seconds(2.1))
    #expect(try Told.facts("\(Told.speaking)\n1.00 client → empty", session).stop == nil)
    #expect(try Told.facts("\(Told.speaking)\n2.10 client → empty").stop == nil)
  }

  /// A message is named by its first frame, and dated by its last.
  @Test func inFragmentsItIsDatedByTheLast() throws {
    var recording = try Told.recording("\(Told.speaking)\n2.30 client → text stop")
    try recording.fragment(.text, of: .client, on: .client, earlier: .milliseconds(200))
    let facts = try #require(RunFacts(recording).sessions.first)
    let stop = try #require(facts.stop)
    #expect(stop.at == .seconds(2.3))
    #expect(recording.events.first { $0.id == stop.event }?.at == .seconds(2.1))
    #expect(facts.client.fragmented == 1)
  }

  @Test(arguments: [("text stop", true), ("CloseStream", false), ("text halt", true)])
  func whatWasAgreed(said: String, isAgreed: Bool) throws {
    #expect(try Told.facts("\(Told.speaking)\n2.10 client → \(said)").saidWhatWasAgreed == isAgreed)
  }

  @Test func onlyHangsUpWhereNothingElseIsSaid() throws {
    let session = "session hang-up audio=linear16/16000/1 seconds=2 stop=close"
    #expect(try Told.facts("\(Told.speaking)\n2.10 client → close 1000", session).onlyHangsUp)
    #expect(try !Told.facts("\(Told.speaking)\n2.10 client → CloseStream", session).onlyHangsUp)
    #expect(try !Told.facts("\(Told.speaking)\n2.10 client → close 1000").onlyHangsUp)
  }

  /// Half a clip, and all of it but a hundredth.
  @Test(arguments: [(1.0, false), (1.9, false), (1.96, true), (2.0, true), (2.4, true)])
  func theWholeClip(sent: Double, isWhole: Bool) throws {
    let facts = try Told.facts("0.00 client → GET /\n0.01 client ← 101\n0.10-2.00 client → audio \(sent)s chunk=20")
    #expect(facts.streamedWhole == isWhole)
    #expect(facts.sentSeconds == sent)
  }

  @Test func aHeaderIsNoAudio() throws {
    let session = #"session wav audio=linear16/16000/1/wav seconds=2 stop="stop""#
    let facts = try Told.facts("0.00 client → GET /\n0.01 client ← 101\n0.10-2.00 client → audio 2.0s wav", session)
    #expect(facts.sentSeconds == 2 && facts.headerBytes == 44 && facts.client.audioBytes.count == 64_044)
  }
}
