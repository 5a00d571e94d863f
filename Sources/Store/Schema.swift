internal import GRDB

/// The layout of a recording: how a file is recognised and how an older one is brought up to date.
enum Schema {
  /// `STTc`: what `PRAGMA application_id` says of every recording.
  static let applicationID: Int32 = 0x5354_5463
  /// What `PRAGMA user_version` says: the number of the last migration.
  static var version: Int { migrations.count }
  /// One 2 KB frame fills a page of the default 4 KB; 32 KB takes fifteen.
  static let pageSize = 32_768
  /// Pages between checkpoints: 16 MB. The default of 1,000 counts pages too, and would let the write-ahead log grow to 32 MB.
  static let checkpointPages = 512

  /// One element a version, oldest first. Never change one that was released: add another.
  static let migrations: [String] = [
    tables + views, "ALTER TABLE session ADD COLUMN parallel_group INTEGER", "ALTER TABLE session ADD COLUMN ready TEXT",
    "ALTER TABLE session ADD COLUMN dialect TEXT", "ALTER TABLE session ADD COLUMN misbehaviour TEXT",
    "ALTER TABLE run ADD COLUMN origin TEXT; ALTER TABLE run ADD COLUMN unrecorded TEXT",
    "ALTER TABLE event ADD COLUMN wire_length INTEGER; " + framesWithWireLength,
    "ALTER TABLE event ADD COLUMN payload_of INTEGER; " + viewsWithSharedPayloads,
  ]

  /// Brings the file to `steps.count`, in one transaction: another process that opens it too waits once, and not for each step.
  static func migrate(_ db: Database, steps: [String] = migrations) throws {
    guard try version(db) < steps.count else { return }
    try db.inTransaction(.immediate) {
      // Read again under the lock: another process may have been quicker.
      let present = try version(db)
      guard present < steps.count else { return .rollback }
      for step in steps[present...] { try db.execute(sql: step) }
      try db.execute(sql: "PRAGMA application_id = \(applicationID)")
      try db.execute(sql: "PRAGMA user_version = \(steps.count)")
      return .commit
    }
  }

  private static func version(_ db: Database) throws -> Int { try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0 }

  private static let tables = """
    CREATE TABLE run (
      row INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      started_at TEXT NOT NULL,
      started_at_unix_ns INTEGER NOT NULL,
      tool_version TEXT NOT NULL,
      relay TEXT NOT NULL,
      suite TEXT,
      service_hop TEXT NOT NULL,
      seed TEXT NOT NULL,
      command TEXT NOT NULL,
      interrupted INTEGER NOT NULL,
      finished INTEGER NOT NULL
    );
    CREATE TABLE session (
      id INTEGER PRIMARY KEY,
      run INTEGER NOT NULL REFERENCES run(row),
      number INTEGER NOT NULL,
      scenario TEXT NOT NULL,
      about TEXT NOT NULL,
      definition TEXT NOT NULL,
      provokes TEXT NOT NULL,
      audio TEXT,
      audio_bytes_per_second INTEGER,
      stop TEXT NOT NULL,
      stop_text TEXT,
      messages TEXT NOT NULL,
      expectations TEXT NOT NULL,
      started_at_ns INTEGER NOT NULL,
      ended_at_ns INTEGER,
      outcome TEXT,
      outcome_reason TEXT,
      UNIQUE (run, number)
    );
    CREATE TABLE hop (
      id INTEGER PRIMARY KEY,
      run INTEGER NOT NULL REFERENCES run(row),
      connection INTEGER NOT NULL,
      hop TEXT NOT NULL,
      session INTEGER NOT NULL,
      first_at_ns INTEGER NOT NULL,
      target TEXT,
      status INTEGER,
      failure TEXT,
      ended TEXT,
      ended_by TEXT,
      ended_at_ns INTEGER,
      UNIQUE (run, connection)
    );
    CREATE TABLE event (
      id INTEGER PRIMARY KEY,
      run INTEGER NOT NULL REFERENCES run(row),
      session INTEGER NOT NULL,
      hop TEXT,
      connection INTEGER NOT NULL,
      at_ns INTEGER NOT NULL,
      kind TEXT NOT NULL,
      sender TEXT,
      seq INTEGER,
      scheduled_ns INTEGER,
      opcode INTEGER,
      fin INTEGER,
      rsv INTEGER,
      masked INTEGER,
      -- What the header declares, where it is not what came; text beyond 63 bits.
      declared_length,
      -- Continuation frames: the seq and the opcode of the frame that began their message.
      message_seq INTEGER,
      message_opcode INTEGER,
      -- A frame's header, or the raw head of a handshake.
      header BLOB,
      -- A frame's payload, or the body of a refusal.
      payload BLOB,
      -- Everything else, as JSON.
      detail TEXT
    );
    CREATE INDEX event_by_run ON event (run);
    CREATE INDEX event_fragments ON event (run, connection, sender, message_seq) WHERE message_seq IS NOT NULL;
    CREATE TABLE finding (
      id INTEGER PRIMARY KEY,
      run INTEGER NOT NULL REFERENCES run(row),
      session INTEGER,
      rule TEXT NOT NULL,
      certainty TEXT NOT NULL,
      severity TEXT NOT NULL,
      party TEXT NOT NULL,
      summary TEXT NOT NULL,
      remedy TEXT NOT NULL,
      evidence TEXT NOT NULL
    );
    CREATE INDEX finding_by_run ON finding (run);

    """
}
