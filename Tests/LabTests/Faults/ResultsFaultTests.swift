import Audio
import Lab
import Scenarios
import Speech
import Testing
import Timeline
import Wire

/// What the faults of the group "Bringing results back" change on the wire.
@Suite struct ResultsFaultTests {
  /// What the service says to a healthy relay in the same session, and what the client gets.
  static let healthy = VirtualLab(scenario: .baseline).play().texts(.client, from: .relay)

  static func isFinal(_ text: String) -> Bool { text.contains(#""is_final":true"#) }

  @Test func resultsNotForwarded() throws {
    let played = try FaultTests.play("results-not-forwarded")
    #expect(played.texts(.client, from: .relay).isEmpty)
    #expect(played.texts(.service, from: .service).count == 9)
    #expect(played.closes(.client, from: .relay) == ["1000"])
  }

  @Test func earlyBreak() throws {
    let played = try FaultTests.play("early-break")
    let texts = played.texts(.client, from: .relay)
    #expect(texts.count == 3)
    #expect(texts.filter { $0.contains(#""is_final":true"#) }.count == 1)
    #expect(played.closes(.client, from: .relay) == ["1000"])
    #expect(played.closes(.service, from: .relay) == ["1000"])
    #expect(played.texts(.service, from: .relay).isEmpty)
    #expect(played.audio(.service, from: .relay).count < 4 * 88_200)
  }

  @Test func earlyBreakMute() throws {
    let played = try FaultTests.play("early-break:mute")
    #expect(played.texts(.client, from: .relay).count == 3)
    #expect(played.audio(.service, from: .relay) == VirtualLab.audio(7 * 88_200))
    #expect(played.texts(.service, from: .relay) == [EndingFaultTests.closeStream])
    #expect(played.texts(.service, from: .service).count == 9)
    #expect(played.notes.contains(Note(.waitExpired, "closed did not come within 10 s")))
    // It answers its client's Close, and no more.
    #expect(played.closes(.client, from: .relay) == ["1000"])
    #expect(played.closes(.client, from: .client) == ["1000"])
  }

  @Test(arguments: [("early-break:after=2", 2), ("early-break:mute:after=2", 2), ("early-break:after=1", 1)])
  func earlyBreakAfterSome(_ name: String, finals: Int) throws {
    let texts = try FaultTests.play(name).texts(.client, from: .relay)
    #expect(texts.count(where: Self.isFinal) == finals)
  }

  @Test func resultsHeldBack() throws {
    let played = try FaultTests.play("results-held-back")
    #expect(played.texts(.client, from: .relay) == Self.healthy)
    let stop = try #require(played.time(.client, from: .client, of: "stop"))
    let times = played.times(.client, from: .relay, .text)
    #expect(times.allSatisfy { $0 > stop })
    #expect((times.last ?? 0) - (times.first ?? 0) < .milliseconds(5))
    #expect((played.times(.service, from: .service, .text).first ?? .max) < stop)
  }

  @Test func resultsDropped() throws {
    let half = try FaultTests.play("results-dropped").texts(.client, from: .relay)
    #expect(half.count < Self.healthy.count && half.allSatisfy(Self.healthy.contains))
    let finals = try FaultTests.play("results-dropped:finals").texts(.client, from: .relay)
    #expect(finals == Self.healthy.filter { !Self.isFinal($0) })
    let interims = try FaultTests.play("results-dropped:interims").texts(.client, from: .relay)
    #expect(interims == Self.healthy.filter { Self.isFinal($0) || !$0.contains("Results") })
    #expect(try FaultTests.play("results-dropped:every=3").texts(.client, from: .relay).count > half.count)
  }

  @Test func resultsDuplicated() throws {
    let texts = try FaultTests.play("results-duplicated").texts(.client, from: .relay)
    #expect(texts == Self.healthy.flatMap { $0.contains("Results") ? [$0, $0] : [$0] })
  }

  @Test func resultsReordered() throws {
    let texts = try FaultTests.play("results-reordered").texts(.client, from: .relay)
    let finals = Self.healthy.filter(Self.isFinal)
    #expect(finals.count >= 3)
    #expect(Array(texts.filter(Self.isFinal).prefix(2)) == [finals[1], finals[0]])
    #expect(texts.sorted() == Self.healthy.sorted())
  }

  @Test func resultsAltered() throws {
    var lab = VirtualLab(scenario: .baseline, clip: SpokenFixtures.clip("one-sentence"))
    let whole = lab.play().texts(.client, from: .relay).filter(Self.isFinal)
    lab.faults = try FaultCatalogue.parse("results-altered")
    let played = lab.play()
    let cut = try #require(played.texts(.client, from: .relay).first(where: Self.isFinal))
    guard case .results(let results) = try ServiceMessage(parsing: Array(cut.utf8)) else {
      Issue.record("\(cut)")
      return
    }
    #expect(results.transcript.count == 20)
    #expect(played.texts(.service, from: .service).filter(Self.isFinal) == whole)
    lab.faults = try FaultCatalogue.parse("results-altered:times")
    let rounded = lab.play().texts(.client, from: .relay).filter(Self.isFinal)
    #expect(rounded.count == whole.count && rounded != whole)
    lab.faults = try FaultCatalogue.parse("results-altered:words:how=reversed")
    let reversed = lab.play().texts(.client, from: .relay).compactMap(Self.results)
    let straight = whole.compactMap(Self.results).map(\.transcript)
    #expect(reversed.filter(\.isFinal).map { $0.transcript.split(separator: " ").reversed().joined(separator: " ") } == straight)
    lab.faults = try FaultCatalogue.parse("results-altered:words")
    #expect(lab.play().texts(.client, from: .relay).compactMap(Self.results).contains { $0.transcript.contains("***") })
    for isFinal in [true, false] {
      lab.faults = try FaultCatalogue.parse("results-altered:flags:final=\(isFinal)")
      let said = lab.play().texts(.client, from: .relay).compactMap(Self.results)
      #expect(said.count > whole.count && said.allSatisfy { $0.isFinal == isFinal && $0.speechFinal == isFinal })
    }
  }

  private static func results(_ text: String) -> Results? {
    guard case .results(let results)? = try? ServiceMessage(parsing: Array(text.utf8)) else { return nil }
    return results
  }

  @Test func resultsUnparseable() throws {
    let printed = try FaultTests.play("results-unparseable").texts(.client, from: .relay)
    #expect(printed.count == Self.healthy.count)
    #expect(printed.first?.contains("'is_final': False") == true)
    #expect(printed.allSatisfy { (try? JSONValue(parsing: Array($0.utf8))) == nil })
    let joined = try FaultTests.play("results-unparseable:concatenated").texts(.client, from: .relay)
    #expect(joined.joined() == Self.healthy.joined())
    #expect(joined.count == (Self.healthy.count + 1) / 2)
  }

  @Test func resultsAsBinary() throws {
    let played = try FaultTests.play("results-as-binary")
    #expect(played.texts(.client, from: .relay).isEmpty)
    #expect(String(decoding: played.audio(.client, from: .relay), as: UTF8.self) == Self.healthy.joined())
  }

  @Test func resultsCrossed() throws {
    var lab = VirtualLab(scenario: .baseline, clip: SpokenFixtures.clip("one-sentence"))
    lab.faults = try FaultCatalogue.parse("results-crossed")
    let played = lab.play(startingAt: [0, .milliseconds(300)])
    #expect(played.outcome.error == nil)
    for (number, other) in [(1, 2), (2, 1)] {
      let got = played.session(number).texts(.client, from: .relay).filter { $0.contains("Results") }
      let others = played.session(other).texts(.service, from: .service)
      // Once the other has gone, a session keeps what is its own.
      #expect(got.prefix(2).allSatisfy(others.contains) && got.count >= 2)
    }
    // A session that is alone keeps its own.
    let alone = lab.play()
    #expect(alone.texts(.client, from: .relay) == alone.texts(.service, from: .service))
  }

  @Test func interimResultsMissing() throws {
    let query = FaultTests.query(try FaultTests.play("interim-results-missing"))
    #expect(query == "encoding=linear16&sample_rate=44100&channels=1&model=nova-3&endpointing=300")
  }

  @Test(arguments: [("results-slow", 2.0), ("results-slow:ms=1500", 1.5)])
  func resultsSlow(_ name: String, seconds: Double) throws {
    let played = try FaultTests.play(name)
    #expect(played.texts(.client, from: .relay) == Self.healthy)
    let delays = zip(played.times(.service, from: .service, .text), played.times(.client, from: .relay, .text)).map { $1 - $0 }
    #expect(delays.allSatisfy { abs($0.seconds - seconds) < 0.1 })
    #expect(played.closes(.client, from: .relay) == ["1000"])
  }

  @Test func resultsSlowOfTheService() throws {
    var lab = VirtualLab(scenario: .baseline, clip: SpokenFixtures.clip("one-sentence"))
    let before = try #require(lab.play().times(.service, from: .service, .text).first)
    lab.faults = try FaultCatalogue.parse("results-slow:service:ms=2000")
    let after = try #require(lab.play().times(.service, from: .service, .text).first)
    #expect(after - before > .seconds(1.5))
  }

  @Test func transcriptWrong() throws {
    var lab = VirtualLab(scenario: .baseline, clip: SpokenFixtures.clip("one-sentence"))
    lab.faults = try FaultCatalogue.parse("transcript-wrong:service")
    let played = lab.play()
    #expect(played.texts(.client, from: .relay) == played.texts(.service, from: .service))
    let reading = WholeLabTests.read(played)
    let spoken = SpokenFixtures.clip("one-sentence").words.map(\.word).joined(separator: " ")
    #expect(WordErrorRate.measure(expected: spoken, received: reading.finals.joined(separator: " ")).wer > 0.4)
  }
}
