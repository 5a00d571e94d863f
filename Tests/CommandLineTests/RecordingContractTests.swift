import Foundation
import GRDB
import Testing
import Timeline
import Wire

/// The recording as other programs read it: with nothing but SQLite.
@Suite(.timeLimit(.minutes(5))) struct RecordingContractTests {
  private func rows(_ sql: String) async throws -> [Row] {
    try Prompt.rows(try await PlayedRun.healthy.value.recordingPath, sql)
  }

  /// https://www.sqlite.org/fileformat.html §1.3: page size at 16, user version at 60, application id at 68, all big-endian.
  @Test func theHeaderSaysWhatItIs() async throws {
    let bytes = try await PlayedRun.healthy.value.folder.bytes("Reports/sttcheck.sqlite")
    func number(_ place: Int, _ width: Int) -> Int { bytes[place..<place + width].reduce(0) { $0 << 8 | Int($1) } }
    #expect(bytes.starts(with: Array("SQLite format 3\0".utf8)))
    #expect(number(16, 2) == 32_768)
    #expect(number(60, 4) == 8)
    #expect(number(68, 4) == 0x5354_5463)
  }

  @Test func everyTableAndViewIsThere() async throws {
    let names = try await rows("SELECT type, name FROM sqlite_master WHERE type IN ('table', 'view')")
    func named(_ type: String) -> Set<String> { Set(names.filter { $0["type"] == type }.map { $0["name"] as String }) }
    #expect(named("table").isSuperset(of: ["run", "session", "hop", "event", "finding"]))
    #expect(named("view").isSuperset(of: ["frames", "messages", "results", "audio_pace"]))
    #expect(try await rows("PRAGMA integrity_check").map { $0[0] as String } == ["ok"])
  }

  @Test func framesHasTheColumnsOfTheContract() async throws {
    let columns = try await rows("SELECT * FROM frames LIMIT 1")[0].columnNames
    let contract = [
      "run_id", "session_id", "scenario", "hop", "sender", "seq", "at_ns", "scheduled_ns", "wall_time", "opcode", "fin", "rsv", "masked",
      "header", "length", "payload", "wire_length",
    ]
    #expect(Set(columns).isSuperset(of: contract))
  }

  @Test func theSumsAddUp() async throws {
    let recording = try await PlayedRun.healthy.value.recording()
    let sums = try await rows("SELECT hop, sender, opcode, count(*) AS n, sum(length) AS bytes FROM frames GROUP BY 1, 2, 3")
    let clip = try Samples.audio("one-sentence.wav").count
    var total = 0
    for row in sums {
      let hop = try #require(Hop(rawValue: row["hop"]))
      let sender = try #require(Party(rawValue: row["sender"]))
      let frames = recording.frames(hop, sender).filter { Int($0.opcode.rawValue) == row["opcode"] }
      #expect(frames.count == row["n"] && frames.reduce(0) { $0 + $1.payload.count } == row["bytes"])
      if row["opcode"] == 2 { #expect(row["bytes"] == clip) }
      total += frames.count
    }
    #expect(try await rows("SELECT count(*) FROM frames")[0][0] == total && total > 240)
    #expect(try await rows("SELECT max(total_bytes) AS bytes FROM audio_pace GROUP BY hop").map { $0["bytes"] as Int } == [clip, clip])
  }

  @Test func audioThatCrossesBothHopsCanBeKeptOnce() async throws {
    let run = try await PlayedRun("run", "baseline", "--record-once", "--format", "json")
    #expect(run.ended.status == 0, "\(run.ended)")
    let clip = try Samples.audio("one-sentence.wav").count
    let kept = try Prompt.rows(run.recordingPath, "SELECT sum(length(payload)) AS bytes FROM event WHERE opcode = 2")
    #expect(kept[0]["bytes"] <= clip)
    let shown = try Prompt.rows(run.recordingPath, "SELECT sum(length(payload)) AS bytes FROM frames WHERE opcode = 2 GROUP BY hop")
    #expect(shown.map { $0["bytes"] as Int } == [clip, clip])
    let exported = try await Sttcheck.run("export", run.recordingPath, "--wav", "service", "--output", "heard.wav", in: run.folder)
    #expect(try exported.status == 0 && run.folder.bytes("heard.wav").count >= clip, "\(exported)")
  }

  @Test func onlyPacedAudioIsScheduled() async throws {
    let row = try await rows(
      """
      SELECT sum(scheduled_ns IS NOT NULL AND NOT (hop = 'client' AND sender = 'client' AND opcode = 2)) AS others,
        sum(scheduled_ns IS NULL AND hop = 'client' AND sender = 'client' AND opcode = 2) AS missing FROM frames
      """)[0]
    #expect(row["others"] == 0 && row["missing"] == 0)
  }

  @Test func resultsAndMessagesRead() async throws {
    let results = try await rows("SELECT hop, transcript FROM results WHERE is_final = 1 AND transcript <> '' ORDER BY hop")
    let transcript = try Samples.text("audio/one-sentence.txt").trimmingCharacters(in: .whitespacesAndNewlines)
    let said = results.map { ($0["transcript"] as String).lowercased() }
    #expect(said.count == 2 && said[0] == said[1] && said[0].split(separator: " ").count == transcript.split(separator: " ").count)
    #expect(try await rows("SELECT 1 FROM messages WHERE opcode = 1 AND CAST(payload AS TEXT) = 'stop'").count == 1)
  }
}
