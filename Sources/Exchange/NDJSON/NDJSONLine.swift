internal import Timeline

/// One line of a recording as NDJSON: what the run is, what a session is, or one event. All members but a few may be left out.
struct NDJSONLine: Codable {
  var format: String?
  var run: RunInfo?
  var info: SessionInfo?

  /// Nanoseconds since the run began.
  var at_ns: Int64?
  var session: Int?
  var hop: Hop?
  var connection: Int?
  /// `frame`, `request`, `response`, `violation`, `failed`, `ended` or `note`; without it a line with a sender is a frame.
  var kind: String?

  var sender: Party?
  var opcode: UInt8?
  var fin: Bool?
  var rsv: UInt8?
  var masked: Bool?
  /// Hexadecimal.
  var header: String?
  /// What the header declares, where it is not what came.
  var length: UInt64?
  var scheduled_ns: Int64?
  /// The payload, or the body of an answer: as text where it is UTF-8, else in base64.
  var text: String?
  var base64: String?

  var method: String?
  var target: String?
  var status: Int?
  var reason: String?
  var headers: [HeaderField]?
  /// The head as it crossed the wire, in base64.
  var raw: String?

  var violation: ViolationEvent?
  var failure: ConnectionFailure?
  var end: ConnectionEnd?
  var note: Note?
}
