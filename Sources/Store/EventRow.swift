internal import Foundation
internal import GRDB
internal import Timeline
internal import Wire

/// One row of the table `event`, to and from the value.
enum EventRow {
  static let insert: String = {
    let columns = EventColumn.allCases.filter { $0 != .id }.map(\.name)
    return "INSERT INTO event (\(columns.joined(separator: ", "))) VALUES (\(columns.map { _ in "?" }.joined(separator: ", ")))"
  }()

  /// - Parameter version: Of the file: an older one is read as it is, and has no payloads that another row holds.
  static func select(version: Int) -> String {
    let columns = EventColumn.allCases.filter { $0 != .wireLength }.map { $0 == .payloadOf && version < 8 ? "NULL" : $0.name }
    return "SELECT \(columns.joined(separator: ", ")) FROM event WHERE run = ? ORDER BY id"
  }

  /// The numbers that a frame gets when it is written.
  struct Numbers {
    /// From 1 within its connection, without a gap.
    var seq: Int
    /// Of the frame that began its message, where this one continues it.
    var messageSeq: Int?
    var messageOpcode: UInt8?
  }

  /// Inserts one event by the statement of `insert`.
  ///
  /// - Parameter holder: The row that holds its payload already.
  static func insert(_ event: Event, run: Int64, numbers: Numbers?, holder: Int64?, by statement: Statement) throws {
    var kind: String
    var sender: Party?
    var frame: FrameEvent?
    var header: [UInt8]?
    var payload: [UInt8]?
    var detail: String?
    switch event.kind {
    case .frame(let value):
      kind = "frame"
      sender = value.sender
      frame = value
      header = Array(value.frame.header)
      payload = value.frame.payload
    case .request(let head):
      kind = "request"
      sender = event.hop?.dialler
      header = head.raw
      detail = try JSON.text(RequestDetail(method: head.method, target: head.target, headers: head.headers))
    case .response(let head):
      kind = "response"
      sender = event.hop?.acceptor
      header = head.raw
      payload = head.body
      detail = try JSON.text(ResponseDetail(status: head.status, reason: head.reason, headers: head.headers))
    case .violation(let value):
      kind = "violation"
      sender = value.sender
      detail = try JSON.text(value)
    case .failed(let value):
      kind = "failed"
      detail = try JSON.text(value)
    case .ended(let value):
      kind = "ended"
      sender = value.by
      detail = try JSON.text(value)
    case .note(let value):
      kind = "note"
      detail = try JSON.text(value)
    }
    var binder = Binder(statement)
    binder.put(.run, run)
    binder.put(.session, event.session)
    binder.put(.hop, event.hop?.rawValue)
    binder.put(.connection, event.connection)
    binder.put(.at, event.at)
    binder.put(.kind, kind)
    binder.put(.sender, sender?.rawValue)
    binder.put(.seq, numbers?.seq)
    binder.put(.scheduled, frame?.scheduled)
    binder.put(.opcode, (frame?.frame.opcode.rawValue).map { Int($0) })
    binder.put(.fin, frame?.frame.fin)
    binder.put(.rsv, (frame?.frame.rsv).map { Int($0) })
    binder.put(.masked, frame?.frame.masked)
    binder.put(.declaredLength, frame.flatMap { declaredLength($0.frame) })
    binder.put(.messageSeq, numbers?.messageSeq)
    binder.put(.messageOpcode, (numbers?.messageOpcode).map { Int($0) })
    binder.put(.header, header.map { Data($0) })
    if holder == nil, let payload {
      // SQLite takes a copy of what is bound: another one before it costs a twentieth of all that writing costs.
      payload.withUnsafeBytes { bytes in
        binder.put(
          .payload, bytes.baseAddress.map { Data(bytesNoCopy: .init(mutating: $0), count: bytes.count, deallocator: .none) } ?? Data())
      }
    }
    binder.put(.detail, detail)
    binder.put(.wireLength, frame.flatMap { wireLength($0.frame) })
    binder.put(.payloadOf, holder)
    try binder.execute()
  }

  /// For the view alone: a frame's header says it too. nil where as much went over the wire as is in it.
  private static func wireLength(_ frame: Frame) -> Int64? {
    frame.wireLength == frame.length ? nil : Int64(exactly: frame.wireLength)
  }

  /// nil where it is the payload's own length; text where it is beyond SQLite's integers.
  private static func declaredLength(_ frame: Frame) -> DatabaseValue? {
    if frame.length == UInt64(frame.payload.count) { return nil }
    return Int64(exactly: frame.length)?.databaseValue ?? String(frame.length).databaseValue
  }

  /// The event of a row of `select`.
  ///
  /// - Parameter earlier: The events of the rows before it, in order.
  static func event(_ row: Row, _ payloads: inout SharedPayloads, earlier: [Event]) throws -> Event {
    let kind: String = try row.at(.kind)
    return Event(
      id: try row.at(.id), session: try row.at(.session), hop: (try row.at(.hop) as String?).flatMap(Hop.init),
      connection: try row.at(.connection),
      at: try row.at(.at), try self.kind(kind, row, &payloads, earlier: earlier))
  }

  private static func kind(_ name: String, _ row: Row, _ payloads: inout SharedPayloads, earlier: [Event]) throws -> Event.Kind {
    switch name {
    case "frame":
      let payload =
        try (row.at(.payloadOf) as Int64?).map { try held(by: $0, earlier) }
        ?? row.withUnsafeData(atIndex: EventColumn.payload.rawValue) { data in data.map { $0.withUnsafeBytes { payloads.array($0) } } ?? []
        }
      let declared: UInt64? =
        switch row[EventColumn.declaredLength.rawValue] as DatabaseValue {
        case let value where value.isNull: nil
        case let value: String.fromDatabaseValue(value).flatMap { UInt64($0) } ?? Int64.fromDatabaseValue(value).map { UInt64($0) }
        }
      let frame = Frame(
        fin: try row.at(.fin), rsv: try row.at(.rsv), opcode: Opcode(rawValue: try row.at(.opcode)), masked: try row.at(.masked),
        header: try header(row), length: declared, payload: payload)
      let sender = Party(rawValue: try row.at(.sender)) ?? .sttcheck
      return .frame(FrameEvent(sender: sender, frame: frame, scheduled: try row.at(.scheduled)))
    case "request":
      let detail: RequestDetail = try JSON.value(row.at(.detail))
      return .request(RequestHead(method: detail.method, target: detail.target, headers: detail.headers, raw: try bytes(row, .header)))
    case "response":
      let detail: ResponseDetail = try JSON.value(row.at(.detail))
      return .response(
        ResponseHead(
          status: detail.status, reason: detail.reason, headers: detail.headers, body: try bytes(row, .payload),
          raw: try bytes(row, .header)))
    case "violation": return .violation(try JSON.value(row.at(.detail)))
    case "failed": return .failed(try JSON.value(row.at(.detail)))
    case "ended": return .ended(try JSON.value(row.at(.detail)))
    case "note": return .note(try JSON.value(row.at(.detail)))
    default: throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "event of unknown kind \(name)")
    }
  }

  /// The bytes that an earlier row holds.
  private static func held(by holder: Int64, _ earlier: [Event]) throws -> [UInt8] {
    let place = earlier.partitioningIndex { $0.id >= holder }
    guard place < earlier.count, earlier[place].id == holder, case .frame(let frame) = earlier[place].kind else {
      throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "the payload of event \(holder) is gone")
    }
    return frame.frame.payload
  }

  private static func header(_ row: Row) throws -> HeaderBytes {
    try row.withUnsafeData(atIndex: EventColumn.header.rawValue) { data in data.map { HeaderBytes($0) } ?? [] }
  }

  private static func bytes(_ row: Row, _ column: EventColumn) throws -> [UInt8] {
    try row.withUnsafeData(atIndex: column.rawValue) { data in data.map { [UInt8]($0) } ?? [] }
  }
}
