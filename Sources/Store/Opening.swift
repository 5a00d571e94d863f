internal import Foundation
internal import GRDB

/// How connections to a recording are made.
enum Opening {
  /// A connection that writes, the file made or brought up to date.
  ///
  /// The tables are made before the journal mode turns to WAL, so that the file's own first page says what it is from the first moment.
  /// `synchronous` NORMAL loses nothing when the process is killed: every commit has been handed to the system by then. Only the power failing
  /// can take the last commits, and never tears the file.
  static func writer(_ path: String, options: WriterOptions) throws -> DatabaseQueue {
    let database = try DatabaseQueue(path: RecordingPath.plain(path), configuration: configuration(options))
    try database.writeWithoutTransaction { db in
      let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
      try RecordingPath.checkVersion(version, path)
      try Schema.migrate(db)
      let mode = try turnToLog(db, patience: .milliseconds(options.busyTimeoutMilliseconds))
      guard mode == "wal" else {
        throw StoreError(
          .inputOutput, path: path, text: "\(path) can't keep a write-ahead log (journal mode \(mode ?? "none")); record to a local disk")
      }
      try db.execute(sql: "PRAGMA synchronous = NORMAL")
      try db.execute(sql: "PRAGMA wal_autocheckpoint = \(Schema.checkpointPages)")
      if let pages = options.maximumPages { try db.execute(sql: "PRAGMA max_page_count = \(pages)") }
    }
    return database
  }

  /// The journal mode that it comes to.
  ///
  /// Of two processes that turn a file to WAL at once SQLite refuses one without waiting, whatever the time-out.
  private static func turnToLog(_ db: Database, patience: Duration) throws -> String? {
    let end = ContinuousClock.now + patience
    while true {
      do { return try String.fetchOne(db, sql: "PRAGMA journal_mode = WAL") } catch let error as DatabaseError {
        guard error.resultCode == .SQLITE_BUSY, ContinuousClock.now < end else { throw error }
        Thread.sleep(forTimeInterval: 0.01)
      }
    }
  }

  /// A connection that reads, whatever may be done in the folder.
  ///
  /// With the right to write, the file is opened as a writer would (and its log cleared away when the last one closes). Without, SQLite needs the
  /// log's index beside the file; where it can't have that, the file is read as one that nobody changes, or copied where a log must be read too.
  static func reader(_ path: String) throws -> DatabaseQueue {
    var first: any Error
    do {
      return try probed(DatabaseQueue(path: RecordingPath.plain(path), configuration: configuration(query: true)))
    } catch { first = error }
    guard isDenied(first) else { throw first }
    do {
      var readOnly = configuration(query: false)
      readOnly.readonly = true
      return try probed(DatabaseQueue(path: RecordingPath.plain(path), configuration: readOnly))
    } catch  where isDenied(error) {
      return try hasLog(path) ? copy(path) : immutable(path)
    }
  }

  /// The file as it is, without a log.
  static func immutable(_ path: String) throws -> DatabaseQueue {
    var allowed = CharacterSet.urlPathAllowed
    allowed.remove(charactersIn: "?#%")
    let absolute = URL(fileURLWithPath: path).path
    let encoded = absolute.addingPercentEncoding(withAllowedCharacters: allowed) ?? absolute
    var configuration = configuration(query: false)
    configuration.readonly = true
    return try probed(DatabaseQueue(path: "file:\(encoded)?immutable=1", configuration: configuration))
  }

  /// A copy of the file and its log in the temporary folder, removed from there at once: the open files live on until they are closed.
  static func copy(_ path: String) throws -> DatabaseQueue {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sttcheck-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let target = folder.appendingPathComponent("recording.sqlite").path
    for suffix in ["", "-wal"] { try FileManager.default.copyItem(atPath: path + suffix, toPath: target + suffix) }
    return try probed(DatabaseQueue(path: target, configuration: configuration(query: true)))
  }

  private static func hasLog(_ path: String) -> Bool {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path + "-wal")
    return (attributes?[.size] as? NSNumber)?.intValue ?? 0 > 0
  }

  /// Reads once, so that a connection that can't is found out here.
  private static func probed(_ database: DatabaseQueue) throws -> DatabaseQueue {
    _ = try database.inDatabase { try Int.fetchOne($0, sql: "SELECT count(*) FROM run") }
    return database
  }

  private static func isDenied(_ error: any Error) -> Bool {
    guard let code = (error as? DatabaseError)?.resultCode else { return false }
    return code == .SQLITE_CANTOPEN || code == .SQLITE_READONLY || code == .SQLITE_PERM || code == .SQLITE_IOERR
      // No room for the log's index beside the file.
      || code == .SQLITE_FULL
  }

  private static func configuration(_ options: WriterOptions) -> Configuration {
    var configuration = configuration(query: false)
    configuration.busyMode = .timeout(Double(options.busyTimeoutMilliseconds) / 1000)
    return configuration
  }

  private static func configuration(query: Bool) -> Configuration {
    var configuration = Configuration()
    configuration.busyMode = .timeout(2)
    configuration.label = "sttcheck.recording"
    configuration.prepareDatabase { db in
      // Counts only before the first table is made.
      try db.execute(sql: "PRAGMA page_size = \(Schema.pageSize)")
      if query { try db.execute(sql: "PRAGMA query_only = 1") }
    }
    return configuration
  }
}
