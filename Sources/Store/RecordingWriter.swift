internal import Dispatch
internal import GRDB
package import Timeline
internal import Wire

/// Writes one run into a recording while it happens.
///
/// Events are taken from any thread without waiting for the disk; one thread writes them in the order of their arrival, a transaction for all that
/// came within half the flush interval. The first failure is kept in `failure` and everything later is refused: a recording has no gap, it ends.
package final class RecordingWriter: EventSink {
  private let queue: WriteQueue
  private let path: String

  /// Makes or opens the file and writes the run's row; throws before anything is played where that can't be done.
  package init(path: String, run: RunInfo, options: WriterOptions = WriterOptions()) throws(StoreError) {
    try RecordingPath.checkForWriting(path)
    let (database, row) = try Self.begin(path, run, options)
    let queue = WriteQueue(limit: options.queueLimit, patience: options.queuePatience, path: path)
    self.path = path
    self.queue = queue
    let tick = max(1, min(50, options.flushInterval / 2))
    DispatchQueue(label: "sttcheck.recorder", qos: .userInitiated).async {
      var loop = WriteLoop(
        queue: queue, database: database, path: path, milliseconds: tick, rows: RunRows(run: row, keepsOnce: options.keepsOnce))
      loop.run()
    }
  }

  deinit { queue.close() }

  /// Takes one event; any id it has is replaced by its row's number. Refused after a failure and after `finish`.
  package func record(_ event: Event) {
    queue.add(.event(event), bytes: event.waitingBytes, cost: event.cost)
  }

  /// Writes what is known of a session when it starts.
  package func begin(session: SessionInfo) { update(session: session) }

  /// Writes a session again, whole.
  package func update(session: SessionInfo) {
    let bytes = 512 + session.definition.utf8.count
    queue.add(.session(session), bytes: bytes, cost: bytes)
  }

  /// Writes a session when it has ended.
  package func end(session: SessionInfo) { update(session: session) }

  /// Waits until everything recorded so far is committed; throws the failure if there is one.
  package func flush() throws(StoreError) {
    let done = DispatchSemaphore(value: 0)
    if queue.command(.barrier(done)) { done.wait() }
    if let failure { throw failure }
  }

  /// Writes what is left, marks the run finished with what is known of it now, and closes the file. Whatever is recorded afterwards is refused.
  package func finish(run: RunInfo) throws(StoreError) {
    let done = DispatchSemaphore(value: 0)
    if queue.close([.finish(run), .barrier(done)]) { done.wait() }
    if let failure { throw failure }
  }

  /// The first thing that went wrong; nil while all is well.
  package var failure: StoreError? { queue.failure }

  package var isBehind: Bool { queue.isBehind }

  package var keptBytes: Int { queue.keptBytes }

  /// How far the recorder was behind.
  package var lag: RecorderLag { queue.lag }

  private static func begin(_ path: String, _ run: RunInfo, _ options: WriterOptions) throws(StoreError) -> (DatabaseQueue, Int64) {
    do {
      let database = try Opening.writer(path, options: options)
      let row = try database.writeWithoutTransaction { db in
        var row: Int64 = 0
        try db.inTransaction(.immediate) {
          if try Int.fetchOne(db, sql: "SELECT 1 FROM run WHERE id = ?", arguments: [run.id]) != nil {
            throw StoreError(.duplicateRun, path: path, text: "\(path) holds a run \(run.id) already; give this one another id")
          }
          try db.execute(sql: RunRow.insert, arguments: RunRow.arguments(run))
          row = db.lastInsertedRowID
          return .commit
        }
        return row
      }
      return (database, row)
    } catch {
      throw StoreError(error, path: path, action: "record to")
    }
  }
}

extension Event {
  /// What it takes until it is written, roughly.
  fileprivate var waitingBytes: Int {
    guard case .frame(let event) = kind else { return cost }
    return Limits.frameCost + event.frame.payload.count + event.frame.header.count
  }

  /// What it takes until the run is reported, roughly.
  fileprivate var cost: Int {
    let fixed = Limits.frameCost
    switch kind {
    case .frame(let event): return Limits.cost(event.frame)
    case .request(let head): return fixed + 3 * head.raw.count
    case .response(let head): return fixed + 3 * head.raw.count + head.body.count
    case .violation, .failed, .ended, .note: return fixed + 256
    }
  }
}
