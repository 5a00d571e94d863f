/// A column of the table `event` that is written and read. Its raw value is its place in a row of `EventRow.select`, and as an argument of
/// `EventRow.insert`.
enum EventColumn: Int, CaseIterable {
  /// SQLite's own: never an argument.
  case id
  case run, session, hop, connection, at, kind, sender, seq, scheduled
  case opcode, fin, rsv, masked, declaredLength, messageSeq, messageOpcode
  case header, payload, detail, payloadOf
  /// For the view alone: not read.
  case wireLength

  var name: String {
    switch self {
    case .id: "id"
    case .run: "run"
    case .session: "session"
    case .hop: "hop"
    case .connection: "connection"
    case .at: "at_ns"
    case .kind: "kind"
    case .sender: "sender"
    case .seq: "seq"
    case .scheduled: "scheduled_ns"
    case .opcode: "opcode"
    case .fin: "fin"
    case .rsv: "rsv"
    case .masked: "masked"
    case .declaredLength: "declared_length"
    case .messageSeq: "message_seq"
    case .messageOpcode: "message_opcode"
    case .header: "header"
    case .payload: "payload"
    case .detail: "detail"
    case .payloadOf: "payload_of"
    case .wireLength: "wire_length"
    }
  }
}
