import Diagnosis
import Testing
import Timeline
import Written

/// What a client can check of the service's promises by itself: ids, tiling finals, sequences, pongs and close codes.
struct PromiseFactsTests {
  private static func client(_ lines: String) throws -> HopFacts {
    let text = """
      session baseline audio=linear16/16000/1 seconds=4 stop="stop"
        0.00 client → GET /listen
        0.01 client ← 101
      \(lines)
      """
    return try #require(RunFacts(try WrittenTimeline(text).recording).sessions.first).client
  }

  @Test func aSecondRequestIDIsNamedWithItsFirstMessage() throws {
    let one = try Self.client(
      """
        1.0 client ← results "a" final request=r1
        2.0 client ← metadata request=r1
      """)
    #expect(one.requestIDs.map(\.value) == ["r1"])
    let two = try Self.client(
      """
        1.0 client ← results "a" final request=r1
        1.5 client ← results "b" final start=1 request=r2
        2.0 client ← results "c" final start=2 request=r2
      """)
    #expect(two.requestIDs.map(\.value) == ["r1", "r2"])
    #expect(two.requestIDs.last?.at == .seconds(1.5))
  }

  @Test func finalsThatTileHaveNoBreak() throws {
    let hop = try Self.client(
      """
        1.0 client ← results "a" interim start=0 duration=0.5
        1.2 client ← results "a" final start=0 duration=1
        2.0 client ← results "" final start=1 duration=0.99
        3.0 client ← results "c" final start=2 duration=1.5
      """)
    let tiling = FinalTiling(hop.finals)
    #expect(tiling.breaks.isEmpty)
    #expect(tiling.end == 3.5)
  }

  @Test func aGapAndASetbackAreToldApart() throws {
    let hop = try Self.client(
      """
        1.0 client ← results "a" final start=0 duration=1
        2.0 client ← results "b" final start=2 duration=1
        3.0 client ← results "c" final start=0 duration=1
      """)
    let tiling = FinalTiling(hop.finals)
    #expect(tiling.gaps.map(\.seconds) == [1])
    #expect(tiling.setbacks.map(\.seconds) == [-3])
    #expect(tiling.setbacks.first?.next.at == .seconds(3))
  }

  @Test func aSequenceMissesRepeatsOrGoesBack() throws {
    func numbers(_ ids: [Int]) throws -> [SequenceBreak] {
      let lines = ids.enumerated().map { "  \(1 + $0.offset).0 client ← message \"{'type':'TurnInfo','sequence_id':\($0.element)}\"" }
      return try Self.client(lines.joined(separator: "\n")).sequenceBreaks
    }
    #expect(try numbers([0, 1, 2, 3]).isEmpty)
    #expect(try numbers([0, 1, 3]).map(\.number) == [3])
    #expect(try numbers([4, 4, 5]).map(\.previous) == [4])
    #expect(try Self.client("  1.0 client ← results \"a\" final").sequenceBreaks.isEmpty)
  }

  @Test func aLaterPongAnswersTheEarlierPingsToo() throws {
    let hop = try Self.client(
      """
        1.0 client → ping a
        1.1 client → ping b
        1.2 client ← pong b
        2.0 client → ping c
        2.1 client ← pong x
        3.0 client → ping d
      """)
    #expect(hop.unanswered(pingsOf: .client).map { String(decoding: $0.value.payload, as: UTF8.self) } == ["c", "d"])
    #expect(hop.unanswered(pingsOf: .relay).isEmpty)
  }

  @Test(arguments: [
    (nil, 1005, true), (1000, 1000, true), (1001, 1001, false), (1006, 1006, false), (4321, 4321, true), (2500, 1006, false),
  ])
  func aBrowserIsToldACode(_ code: UInt16?, _ told: UInt16, _ isPossible: Bool) throws {
    let hop = try Self.client("  1.0 client ← close \(code.map(String.init) ?? "")")
    let close = try #require(hop.close(by: .relay)?.value)
    #expect(close.code == code)
    #expect(close.codeInBrowser == told)
    #expect(close.isPossibleInBrowser == isPossible)
  }
}
