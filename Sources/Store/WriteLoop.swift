internal import Dispatch
internal import GRDB
internal import Timeline

/// The one writer: takes what waits, writes it in one transaction, and again. After a failure it writes nothing more, so that a file is always
/// whole up to its end.
struct WriteLoop {
  let queue: WriteQueue
  let database: DatabaseQueue
  let path: String
  let milliseconds: Int
  var rows: RunRows
  private var stopped = false

  init(queue: WriteQueue, database: DatabaseQueue, path: String, milliseconds: Int, rows: RunRows) {
    self.queue = queue
    self.database = database
    self.path = path
    self.milliseconds = milliseconds
    self.rows = rows
  }

  /// Runs until the queue is closed and empty.
  mutating func run() {
    while true {
      let batch = queue.take(after: milliseconds)
      write(batch)
      // Moves the log into the file and removes it, when no reader is about.
      if batch.last { try? database.close() }
      for case .barrier(let semaphore) in batch.items { semaphore.signal() }
      if batch.last { return }
    }
  }

  private mutating func write(_ batch: WriteQueue.Batch) {
    if stopped { return }
    do {
      if !batch.items.isEmpty { try commit(batch) }
      if let failure = queue.failure {
        stopped = true
        try noteEnd(failure)
      }
    } catch {
      stopped = true
      queue.fail(StoreError(error, path: path, action: "write the recording"))
    }
  }

  private mutating func commit(_ batch: WriteQueue.Batch) throws {
    var next = rows
    var events = 0
    let whole = queue.failure == nil
    try database.writeWithoutTransaction { db in
      let statement = try db.cachedStatement(sql: EventRow.insert)
      try db.inTransaction(.immediate) {
        for item in batch.items {
          switch item {
          case .event(let event):
            try next.write(event, by: statement, in: db)
            events += 1
          case .session(let session): try next.write(session, in: db)
          case .finish(let info): if whole { try next.finish(info, in: db) }
          case .barrier: break
          }
        }
        return .commit
      }
    }
    rows = next
    queue.committed(events: events, since: batch.since)
  }

  /// Says in the recording itself that it ends early.
  private mutating func noteEnd(_ failure: StoreError) throws {
    let note = Event(session: 0, hop: nil, connection: 0, at: rows.lastAt, .note(Note(.recorderLag, failure.text)))
    var next = rows
    try database.writeWithoutTransaction { db in
      try db.inTransaction(.immediate) {
        try next.write(note, by: try db.cachedStatement(sql: EventRow.insert), in: db)
        return .commit
      }
    }
    rows = next
  }
}
