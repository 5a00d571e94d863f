internal import GRDB
internal import Timeline
internal import Wire

/// Writes the rows of one run, in order, and keeps the numbers that need what came before: used by the one writer only.
struct RunRows: Sendable {
  private let run: Int64
  /// Frames so far, per connection.
  private var frames: [Int: Int] = [:]
  /// Messages of which fragments are still to come (RFC 6455 §5.4).
  private var open: [Direction: OpenMessage] = [:]
  /// Connections that have their row in `hop`.
  private var known: Set<Int> = []
  private(set) var lastAt: Nanoseconds = 0
  /// Nil where every payload is kept where it came.
  private var once: PayloadsOnce?

  private struct Direction: Hashable {
    var connection: Int
    var sender: Party
  }

  private struct OpenMessage {
    var seq: Int
    var opcode: UInt8
  }

  /// `run` is the row in the table `run`.
  init(run: Int64, keepsOnce: Bool) {
    self.run = run
    if keepsOnce { once = PayloadsOnce() }
  }

  mutating func write(_ session: SessionInfo, in db: Database) throws {
    try db.cachedStatement(sql: SessionRow.upsert).execute(arguments: try SessionRow.arguments(session, run: run))
  }

  /// `statement` is that of `EventRow.insert`.
  mutating func write(_ event: Event, by statement: Statement, in db: Database) throws {
    lastAt = event.at
    var numbers: EventRow.Numbers?
    if case .frame(let frame) = event.kind { numbers = count(frame, connection: event.connection) }
    let key = once == nil ? nil : PayloadsOnce.key(event)
    let holder = key.flatMap { once?.holder(of: $0) }
    try EventRow.insert(event, run: run, numbers: numbers, holder: holder, by: statement)
    if let key, holder == nil { once?.remember(key, row: db.lastInsertedRowID) }
    if event.hop != nil { try writeHop(event, in: db) }
  }

  func finish(_ info: RunInfo, in db: Database) throws {
    var info = info
    info.finished = true
    try db.execute(sql: RunRow.update, arguments: RunRow.arguments(info) + [run])
  }

  private mutating func count(_ event: FrameEvent, connection: Int) -> EventRow.Numbers {
    let seq = frames[connection, default: 0] + 1
    frames[connection] = seq
    var numbers = EventRow.Numbers(seq: seq)
    let frame = event.frame
    if frame.opcode.isControl { return numbers }
    let direction = Direction(connection: connection, sender: event.sender)
    if frame.opcode == .continuation {
      guard let message = open[direction] else { return numbers }
      numbers.messageSeq = message.seq
      numbers.messageOpcode = message.opcode
      if frame.fin { open[direction] = nil }
    } else if !frame.fin {
      open[direction] = OpenMessage(seq: seq, opcode: frame.opcode.rawValue)
    } else if !open.isEmpty {
      // A new message inside an unfinished one: illegal (§5.4), the unfinished one stays incomplete.
      open[direction] = nil
    }
    return numbers
  }

  private mutating func writeHop(_ event: Event, in db: Database) throws {
    guard let hop = event.hop else { return }
    let connection = event.connection
    if known.insert(connection).inserted {
      try db.execute(
        sql: "INSERT INTO hop (run, connection, hop, session, first_at_ns) VALUES (?, ?, ?, ?, ?)",
        arguments: [run, connection, hop.rawValue, event.session, event.at])
    }
    func set(_ assignments: String, _ values: StatementArguments) throws {
      try db.execute(
        sql: "UPDATE hop SET \(assignments) WHERE run = ? AND connection = ?", arguments: values + [run, connection])
    }
    switch event.kind {
    case .request(let head): try set("target = ?, session = ?", [head.target, event.session])
    case .response(let head): try set("status = ?", [head.status])
    case .failed(let failure): try set("failure = ?", ["\(failure.stage.rawValue) \(failure.code): \(failure.text)"])
    case .ended(let end):
      try set("ended = ?, ended_by = ?, ended_at_ns = ?", [end.manner.rawValue, end.by?.rawValue, event.at])
    case .frame, .violation, .note: break
    }
  }
}
