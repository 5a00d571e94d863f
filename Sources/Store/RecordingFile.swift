internal import GRDB
package import Timeline

/// A recording to read, finished or still being written.
package final class RecordingFile: Sendable {
  package let path: String
  private let database: DatabaseQueue

  /// Throws where there is no file, none of ours, or one of a newer version.
  package init(path: String) throws(StoreError) {
    try RecordingPath.checkForReading(path)
    self.path = path
    do {
      database = try Opening.reader(path)
      let version = try database.read { try Int.fetchOne($0, sql: "PRAGMA user_version") ?? 0 }
      try RecordingPath.checkVersion(version, path)
    } catch {
      throw StoreError(error, path: path, action: "read the recording")
    }
  }

  /// The runs in it, oldest first. One that nobody finished is interrupted.
  package func runs() throws(StoreError) -> [RunInfo] {
    try reading { db in try Row.fetchAll(db, sql: "SELECT * FROM run ORDER BY row").map(RunRow.run) }
  }

  /// One run, read whole; the last one where no id is given.
  package func recording(run id: String? = nil) throws(StoreError) -> Recording {
    try reading { db in
      let (row, info) = try self.find(id, in: db)
      let sessions = try Row.fetchAll(db, sql: SessionRow.select, arguments: [row]).map(SessionRow.session)
      var events: [Event] = []
      events.reserveCapacity(try Int.fetchOne(db, sql: "SELECT count(*) FROM event WHERE run = ?", arguments: [row]) ?? 0)
      var payloads = SharedPayloads()
      let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
      let cursor = try Row.fetchCursor(db, sql: EventRow.select(version: version), arguments: [row])
      while let next = try cursor.next() { events.append(try EventRow.event(next, &payloads, earlier: events)) }
      var recording = Recording(run: info, sessions: sessions, events: events)
      recording.missingEvents = try Self.gap(between: events.first?.id, and: events.last?.id, count: events.count, in: db)
      return recording.bounded
    }
  }

  /// What the last diagnosis of a run concluded.
  package func findings(run id: String? = nil) throws(StoreError) -> [FindingRow] {
    try reading { db in try FindingRow.all(run: try self.find(id, in: db).row, in: db) }
  }

  /// Replaces the findings of a run by those of a new diagnosis.
  ///
  /// A file that says so already is left as it is, byte for byte.
  package func saveFindings(run id: String?, _ rows: [FindingRow]) throws(StoreError) {
    if try findings(run: id) == rows { return }
    do {
      let row = try database.read { db in try self.find(id, in: db).row }
      let writer = try Opening.writer(path, options: WriterOptions())
      try writer.writeWithoutTransaction { db in
        try db.inTransaction(.immediate) {
          try FindingRow.replace(rows, run: row, in: db)
          return .commit
        }
      }
      try writer.close()
    } catch {
      throw StoreError(error, path: path, action: "save findings in")
    }
  }

  private func reading<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
    do {
      return try database.read(body)
    } catch {
      throw StoreError(error, path: path, action: "read the recording")
    }
  }

  /// Ids grow by one with each event of a file: what no run has was there once. Runs that are recorded at the same time take turns.
  private static func gap(between first: Int64?, and last: Int64?, count: Int, in db: Database) throws -> Int {
    guard let first, let last else { return 0 }
    // Ids of a damaged file may lie further apart than a number holds.
    let (span, isTooLong) = last.subtractingReportingOverflow(first)
    guard !isTooLong, span < Int64.max, span + 1 > count else { return 0 }
    let present = try Int.fetchOne(db, sql: "SELECT count(*) FROM event WHERE id BETWEEN ? AND ?", arguments: [first, last]) ?? count
    return Int(span) + 1 - present
  }

  /// The beginning of an id is enough where no other begins so.
  private static func onlyOne(_ rows: [Row], beginning: String) -> Row? {
    let fitting = rows.filter { (try? $0.at("id") as String)?.hasPrefix(beginning) == true }
    return fitting.count == 1 && beginning.count >= 4 ? fitting.first : nil
  }

  private func find(_ id: String?, in db: Database) throws -> (row: Int64, info: RunInfo) {
    let rows = try Row.fetchAll(db, sql: "SELECT * FROM run ORDER BY row")
    let found = id == nil ? rows.last : rows.first { (try? $0.at("id") as String) == id } ?? Self.onlyOne(rows, beginning: id ?? "")
    if let found { return (try found.at("row"), try RunRow.run(found)) }
    guard let id else { throw StoreError(.unknownRun, path: path, text: "\(path) holds no run yet") }
    let ids = rows.suffix(20).compactMap { try? $0.at("id") as String }
    let known =
      rows.isEmpty ? "none" : (rows.count > ids.count ? "the last \(ids.count) of \(rows.count): " : "") + ids.joined(separator: ", ")
    throw StoreError(.unknownRun, path: path, text: "\(path) holds no run \(id); it holds \(known)")
  }
}
