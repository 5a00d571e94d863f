import Diagnosis
import Testing
import Timeline
import Written

/// What accounts for each difference in a session's books.
struct ExplanationTests {
  private static func entries(_ timeline: String) throws -> [Entry] {
    Diagnosis.diagnose(try WrittenTimeline(timeline).recording).sessions.compactMap(\.account).flatMap(\.entries)
  }

  private static let opening = """
    run service-hop=simulated
    session baseline audio=linear16/16000/1 seconds=2 stop="stop" utterances=1 transcript="hello there"
      0.00      client  → GET /listen
      0.01      client  ← 101
      0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
      0.04      service ← 101
      0.10-2.10 client  → audio 2.0s
      0.11-2.11 service → audio 2.0s
      2.20      client  → text "stop"
    """

  @Test func theRootCauseAccountsForItsEchoes() throws {
    let entries = try Self.entries(
      """
      \(Self.opening)
        12.2      service ← metadata duration=2 sha256=incomplete
        12.2      service ← close 1011 "net0001"
        17.2      note wait-expired "closed within 15 s"
      """)
    #expect(entries.contains { $0.duty == .endOfStream })
    #expect(Set(entries.map(\.explainedBy)) == ["close-stream-missing"])
    #expect(entries.allSatisfy { !$0.isExcused })
  }

  @Test func whatHasNoNameIsUnexplained() throws {
    let entries = try Self.entries(
      """
      \(Self.opening)
        2.21      service → CloseStream
        2.30      service ← results "hello there" final start=0 duration=2
        2.31      client  ← results "hello there" final start=0 duration=2
        2.40      service ← metadata duration=5.0 sha256=abc
        2.41      client  ← metadata duration=5.0 sha256=abc
        2.41      service ← close 1000
        2.42      client  ← close 1000
      """)
    #expect(entries.map(\.isUnexplained) == [true])
    #expect(entries.first?.duty == .heard)
  }

  /// Each entry stands in one line of its session, whatever duty it is about.
  @Test func everyEntryStandsInALine() throws {
    let recording = try WrittenTimeline(
      """
      \(Self.opening)
        12.2      service ← close 1011 "net0001"
        17.2      note wait-expired "closed within 15 s"
      """
    ).recording
    let account = try #require(Diagnosis.diagnose(recording).sessions.first?.account)
    #expect(account.lines.flatMap(\.entries).sorted() == Array(account.entries.indices))
    #expect(!account.isBalanced)
    #expect(account.foremost?.severity == .error)
  }
}
