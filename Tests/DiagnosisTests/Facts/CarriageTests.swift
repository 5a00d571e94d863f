import Audio
import Testing
import Timeline

@testable import Diagnosis

/// What became of the client's audio on its way to the service.
struct CarriageTests {
  private static let format = "encoding=linear16&sample_rate=16000"

  private static func facts(_ service: String, query: String = format, client: String = "0.10-2.00 client → audio 2.0s") throws
    -> SessionFacts
  {
    try Told.facts(
      """
      0.00 client → GET /listen
      0.01 client ← 101
      \(client)
      0.02 service → GET /v1/listen?\(query)
      0.05 service ← 101
      \(service)
      """)
  }

  /// Seconds of the client's audio that are missing at the beginning, in between and at the end.
  struct Missing: Sendable, Equatable {
    var start = 0.0
    var gaps: [Double] = []
    var end = 0.0
  }

  @Test(
    arguments: [
      FactCase("all of it", "0.15-2.05 service → audio 2.0s", Missing()),
      FactCase("in other pieces", "0.15-2.05 service → audio 2.0s bytes=999", Missing()),
      FactCase("without its beginning", "0.45-2.05 service → audio 1.7s from=0.3", Missing(start: 0.3)),
      FactCase("without its end", "0.15-1.75 service → audio 1.7s", Missing(end: 0.3)),
      FactCase("with a gap", "0.15-0.65 service → audio 0.6s\n0.95-2.05 service → audio 1.2s from=0.8", Missing(gaps: [0.2])),
      FactCase(
        "with two", "0.15-0.65 service → audio 0.6s\n0.85-1.15 service → audio 0.4s from=0.8\n1.45-2.05 service → audio 0.6s from=1.4",
        Missing(gaps: [0.2, 0.2])),
    ] as [FactCase<Missing>])
  func isCompared(_ test: FactCase<Missing>) throws {
    let carriage = try #require(try Self.facts(test.lines).carriage)
    func rounded(_ bytes: Int) -> Double { (carriage.seconds(bytes) * 100).rounded() / 100 }
    let comparison = carriage.comparison
    let missing = Missing(
      start: rounded(comparison.missingAtStart), gaps: carriage.gaps.map { rounded($0.count) }, end: rounded(comparison.missingAtEnd))
    #expect(missing == test.says)
    #expect(comparison.isWhole == (test.says == Missing()))
    #expect(comparison.isOwnBytes && carriage.arrivingFormat == AudioFormat(sampleRate: 16_000))
  }

  @Test(arguments: [
    ("swapped", AudioComparison.Change.swapped), ("shifted", .offset), ("blank", .blanked),
  ])
  func isAltered(_ change: String, _ says: AudioComparison.Change) throws {
    let carriage = try #require(try Self.facts("0.15-2.05 service → audio 2.0s \(change)").carriage)
    #expect(carriage.comparison.alterations.map(\.change).contains(says))
  }

  @Test func isConverted() throws {
    let carriage = try #require(
      try Self.facts("0.15-2.05 service → audio 2.0s as=mulaw/8000/1", query: "encoding=mulaw&sample_rate=8000").carriage)
    #expect(carriage.arrivingFormat == AudioFormat(encoding: .mulaw, sampleRate: 8000))
    #expect(!carriage.comparison.isOwnBytes)
  }

  /// A stretch that is the same to the bit tells the converter, however little of the whole it is: the rest is another sound.
  @Test func whatFollowsAPlainConverterIsHeldAgainstIt() throws {
    let carriage = try #require(
      try Self.facts(
        "0.15-1.05 service → audio 0.9s as=linear32/16000/1\n1.05-4.15 service → audio 3.1s from=0.9 voice=2 as=linear32/16000/1",
        query: "encoding=linear32&sample_rate=16000", client: "0.10-4.00 client → audio 4.0s"
      ).carriage)
    #expect(!carriage.comparison.unrelated && !carriage.comparison.isWhole)
    #expect(carriage.seconds(carriage.comparison.alterations.reduce(0) { $0 + $1.arrived.count }) > 1.5)
  }

  @Test func anotherSoundIsNobodys() throws {
    let carriage = try #require(try Self.facts("0.15-2.05 service → audio 2.0s voice=2").carriage)
    #expect(carriage.comparison.unrelated && carriage.arrivingFormat == nil)
  }

  /// Two connections that carry one stream between them are one.
  @Test func twoConnectionsAreJoined() throws {
    let lines = """
      0.15-1.05 service → audio 1.0s
      1.10 service ← close 1011
      1.15 service → GET /v1/listen?\(Self.format)
      1.18 service ← 101
      1.20-2.10 service → audio 1.0s from=1
      """
    #expect(try #require(try Self.facts(lines).carriage).comparison.isWhole)
    // What the second says once more is no part of one stream.
    let twice = try #require(try Self.facts(lines.replacing("audio 1.0s from=1", with: "audio 1.5s from=0.5")).carriage)
    #expect(!twice.comparison.isWhole)
  }

  @Test func nothingToCompareIsNil() throws {
    #expect(try Self.facts("3 client ← close 1000").carriage == nil)
    #expect(try Self.facts("0.15-2.05 service → audio 2.0s", client: "").carriage == nil)
    #expect(try Told.facts(Told.speaking, serviceHop: .unseen).carriage == nil)
    // A connection that was refused heard nothing.
    let refused = "0.02 service → GET /v1/listen\n0.05 service ← 401\n0.15-2.05 service → audio 2.0s"
    #expect(try Told.facts("\(Told.speaking)\n\(refused)").carriage == nil)
  }

  /// What a relay sends behind its own CloseStream nobody hears; where that came before all audio, it is another matter.
  @Test func whatComesBehindCloseStreamIsNotHeard() throws {
    let late = try Self.facts("0.15-1.05 service → audio 1.0s\n1.10 service → CloseStream\n1.15-2.05 service → audio 1.0s from=1")
    #expect(try #require(late.carriage).comparison.missingAtEnd == 32_000)
    #expect(try #require(late.service).untilCloseStream.audioBytes.count == 32_000)
    #expect(try #require(late.service).audioBytes.count == 64_000)
    let whole = try #require(late.service)
    let members = { (hop: HopFacts) in
      Dictionary(uniqueKeysWithValues: Mirror(reflecting: hop).children.map { ($0.label ?? "", "\($0.value)") })
        .filter { !["audio", "audioBytes"].contains($0.key) }
    }
    #expect(members(whole.untilCloseStream) == members(whole), "all else stays")
    let early = try Self.facts("0.10 service → CloseStream\n0.15-2.05 service → audio 2.0s")
    #expect(try #require(early.carriage).comparison.isWhole)
    // A Finalize flushes, and no more.
    let flush = try Self.facts("0.15-1.05 service → audio 1.0s\n1.10 service → Finalize\n1.15-2.05 service → audio 1.0s from=1")
    #expect(try #require(flush.carriage).comparison.isWhole)
  }

  @Test(
    arguments: [
      FactCase("all", "0.15-2.05 service → audio 2.0s", 1.0), FactCase("half", "0.15-1.05 service → audio 1.0s", 0.5),
      FactCase("all of it, in another format", "0.15-2.05 service → audio 2.0s as=linear16/8000/1", 1.0),
    ] as [FactCase<Double>])
  func theShareThatArrived(_ test: FactCase<Double>) throws {
    let query = test.lines.contains("8000") ? "encoding=linear16&sample_rate=8000" : Self.format
    #expect(abs(try #require(try Self.facts(test.lines, query: query).arrivedShare) - test.says) < 0.02)
  }

  @Test func whatCannotBeToldHasNoShare() throws {
    #expect(try Self.facts("3 client ← close 1000").arrivedShare == nil)
    #expect(try Told.facts(Told.speaking, serviceHop: .unseen).arrivedShare == nil)
  }

  /// What the service says that it heard, held against what was sent.
  @Test(arguments: [
    ("audio 2.0s", HashEvidence.whole), ("audio 1.7s from=0.3", .withoutStart(9600)), ("audio 1.7s", .withoutEnd(9600)),
    ("audio 2.0s swapped", .swapped), ("audio 2.0s blank", .blanked), ("audio 2.0s voice=2", .other), ("audio 1.2s garbled", .other),
  ])
  func theHashTells(_ arrived: String, _ says: HashEvidence) throws {
    let there = try #require(try Self.facts("0.15-2.05 service → \(arrived)").service)
    let hash = try #require(there.audioSHA256)
    let duration = Double(there.audioBytes.count) / 32_000
    let facts = try Told.facts("\(Told.speaking)\n3 client ← metadata duration=\(duration) sha256=\(hash)", serviceHop: .unseen)
    #expect(facts.hash == says)
    #expect(facts.hash?.isWhole == (says == .whole))
  }

  @Test(arguments: ["3 client ← close 1000", "3 client ← metadata", "3 client ← metadata sha256=abc"])
  func withoutAHashNothingIsKnown(_ lines: String) throws {
    #expect(try Told.facts("\(Told.speaking)\n\(lines)", serviceHop: .unseen).hash == nil)
  }

  /// Of several requests the last counts its own audio only.
  @Test func twoRequestsSayNothing() throws {
    let hash = HashEvidence.ofNothing
    let one = "\(Told.speaking)\n3 client ← metadata request=r1 sha256=\(hash)"
    #expect(try Told.facts(one, serviceHop: .unseen).hash == .nothing)
    #expect(try Told.facts("\(one)\n4 client ← metadata request=r2 sha256=\(hash)", serviceHop: .unseen).hash == nil)
  }
}
