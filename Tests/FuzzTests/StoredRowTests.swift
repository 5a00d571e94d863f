import Foundation
import FuzzTargets
import GRDB
import Store
import Testing
import Timeline
import Written

/// A recording whose rows were changed by somebody or something: it is read, or it is an error in words; the program never falls over.
struct StoredRowTests {
  /// Any value that SQLite can hold, in any column: its types are no more than suggestions.
  private static func value(_ random: inout ByteMutator) -> DatabaseValue {
    switch Int.random(in: 0..<9, using: &random) {
    case 0: .null
    case 1: Int64.random(in: -2...20, using: &random).databaseValue
    case 2: (Bool.random(using: &random) ? Int64.max : Int64.min).databaseValue
    case 3: [Double.infinity, -0.5, 1e300, 2.5].randomElement(using: &random)?.databaseValue ?? .null
    case 4: Data([0xFF, 0x00, 0x7B]).databaseValue
    case 5:
      ["frame", "note", "request", "response", "ended", "failed", "violation", "nothing"].randomElement(using: &random)?.databaseValue
        ?? .null
    case 6:
      ["{}", "{\"sender\":\"relay\"}", "[", "null", "{\"code\":\"step\",\"text\":\"x\"}"].randomElement(using: &random)?.databaseValue
        ?? .null
    case 7: ["", "client", "service", "\u{0}", "99999999999999999999"].randomElement(using: &random)?.databaseValue ?? .null
    default: Data(count: 300).databaseValue
    }
  }

  @Test(.timeLimit(.minutes(60))) func changedRowsAreReadOrRefused() throws {
    let said = (0..<100).map { "  \(Double($0) / 10) client → binary \"x\"\n  \(Double($0) / 10) client ← results \"a\" final" }
    let timeline = try WrittenTimeline(
      "session baseline\n  0 client → GET /\n  0 client ← 101\n\(said.joined(separator: "\n"))\n  99 client end fin by=relay")
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sttcheck-rows-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("a.sqlite").path
    try RecordingWriter.write(timeline.recording, to: path)
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    var refused = 0
    var rows = 0
    var round: UInt64 = 0
    while rows < FuzzTests.wanted ?? 20_000 {
      round += 1
      var random = ByteMutator(seed: round)
      try whole.write(to: URL(fileURLWithPath: path))
      try Self.change(path, &random)
      rows += timeline.recording.events.count
      do throws(StoreError) {
        let file = try RecordingFile(path: path)
        _ = try file.runs()
        _ = try file.recording()
        _ = try file.findings()
      } catch {
        refused += 1
        #expect(error.text.contains(path) && !error.text.contains("\n"), "seed \(round): \(error.text)")
      }
    }
    #expect(refused > 0 && refused < Int(round))
  }

  private static func change(_ path: String, _ random: inout ByteMutator) throws {
    let database = try DatabaseQueue(path: path)
    try database.write { db in
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let table = ["event", "event", "event", "session", "run"].randomElement(using: &random) ?? "event"
        let column = try db.columns(in: table).map(\.name).randomElement(using: &random) ?? "id"
        let count = try Int.fetchOne(db, sql: "SELECT count(*) FROM \(table)") ?? 0
        let place = Int.random(in: 0...max(0, count - 1), using: &random)
        // What breaks a rule of the table itself can't come about.
        try? db.execute(
          sql: "UPDATE \(table) SET \(column) = ? WHERE rowid = (SELECT rowid FROM \(table) LIMIT 1 OFFSET \(place))",
          arguments: [value(&random)])
      }
    }
    try database.close()
  }
}
