internal import Foundation
internal import GRDB
internal import Store
internal import Timeline
internal import Wire

/// The recorder, all columns and redundancies of a recording included, against bare loops that insert time, sender, header and payload.
enum StoreBenchmarks {
  private static let count = 20_000

  static func run(in folder: URL) throws {
    let frames = Samples.payloads(64).map(Samples.frame)
    func way(_ name: String, _ seconds: @escaping (_ path: String) throws -> Double) -> Comparison.Way {
      Comparison.Way(name) { try seconds(emptied(folder).appendingPathComponent("rows.sqlite").path) }
    }
    let ours = way("Store") { path in try Comparison.seconds { try record(frames, path) } }
    var peers = [way("a bare GRDB loop") { path in try Comparison.seconds { try insert(frames, path) } }]
    if let python = PythonRows.find() {
      peers.append(way("Python's sqlite3") { path in try PythonRows.seconds(python, count: count, file: path) })
    }
    try Comparison(title: "store: write 2 KB frames", count: Double(count), unit: "row", rounds: 5).run(ours: ours, peers: peers)
  }

  /// The folder, without what the round before left in it: not part of anybody's time.
  private static func emptied(_ folder: URL) throws -> URL {
    for old in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil) {
      try FileManager.default.removeItem(at: old)
    }
    return folder
  }

  private static func record(_ frames: [Frame], _ path: String) throws {
    // Everything may wait: the disk is measured, not the bound of the queue.
    let run = RunInfo(id: "rows", startedAt: "", startedAtUnixNanoseconds: 0, toolVersion: "bench", relay: "", serviceHop: .unseen)
    let writer = try RecordingWriter(path: path, run: run, options: WriterOptions(queueLimit: 1 << 30))
    for row in 0..<count {
      let frame = FrameEvent(sender: .client, frame: frames[row % frames.count], scheduled: Int64(row))
      writer.record(Event(session: 1, hop: .client, connection: 1, at: Int64(row), .frame(frame)))
    }
    try writer.finish(run: run)
    guard writer.lag.committedEvents == count else { throw BenchmarkError("\(writer.lag.committedEvents) of \(count) rows written") }
  }

  private static func insert(_ frames: [Frame], _ path: String) throws {
    var configuration = Configuration()
    configuration.prepareDatabase { try $0.execute(sql: "PRAGMA page_size = 32768") }
    let database = try DatabaseQueue(path: path, configuration: configuration)
    try database.writeWithoutTransaction { db in
      for line in PythonRows.setUp { _ = try Row.fetchAll(db, sql: line) }
      let statement = try db.cachedStatement(sql: PythonRows.insert)
      for batch in stride(from: 0, to: count, by: 1000) {
        try db.inTransaction(.immediate) {
          for row in batch..<batch + 1000 {
            let frame = frames[row % frames.count]
            try statement.execute(arguments: [row, "client", Data(frame.header), Data(frame.payload)])
          }
          return .commit
        }
      }
    }
    try database.close()
  }
}
