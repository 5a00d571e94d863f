internal import Wire

/// One line of a log that says what a WebSocket carried, from the side that wrote the log.
///
/// Taken are `> …` and `< …` as wscat and Python's `websockets` write them, the latter with its frames (`> TEXT '…' [12 bytes]`), and `WRITE 12 "…"` and
/// `READ 12 "…"` as websocat's `log:` does; each with a time in front of it, or a logger's words, or neither.
struct LogLine {
  enum Content: Equatable {
    /// A whole message, of a log that knows nothing else.
    case message(Opcode, [UInt8])
    /// A frame of a message, or a ping or a pong.
    case frame(Opcode, [UInt8], isFinal: Bool)
    /// A frame of which the log has a part only.
    case cut(Opcode)
    case close(code: UInt16?, reason: String)
    /// A line of the opening handshake.
    case head(String)
    /// What passed, whatever it is.
    case bytes([UInt8])
  }

  /// Nanoseconds; nil where the log has none.
  var time: Int64?
  var isSent: Bool
  /// True where the logger's name says that it is a server's.
  var isServers: Bool
  /// True where it says that it is a client's.
  var isClients: Bool
  var content: Content

  var isHead: Bool { if case .head = content { true } else { false } }

  /// Words of a logger that may stand before the arrow.
  private static let mostWords = 6

  /// - Parameter inHead: Whether the line before it was one of a handshake, on the same side.
  init?(_ line: Substring, inHead: (_ isSent: Bool) -> Bool) {
    var rest = line.drop { $0 == " " || $0 == "\t" }
    time = LogTime.take(from: &rest)
    (isServers, isClients) = (false, false)
    for _ in 0..<Self.mostWords {
      if let (isSent, content) = Self.passed(rest) {
        self.isSent = isSent
        self.content = content
        return
      }
      let word = rest.prefix { !$0.isWhitespace }
      isServers = isServers || word.contains("websockets.server")
      isClients = isClients || word.contains("websockets.client")
      // `DEBUG:websockets.client:> TEXT …`
      if let (isSent, behind) = Self.arrow(word.count > 1 && word.dropLast().last == ":" ? rest.dropFirst(word.count - 1) : rest) {
        self.isSent = isSent
        guard let content = Self.said(behind, inHead(isSent)) else { return nil }
        self.content = content
        return
      }
      guard Self.isLoggers(word) else { return nil }
      rest = rest.dropFirst(word.count).drop { $0 == " " || $0 == "\t" }
    }
    return nil
  }

  /// `DEBUG`, `[main]`, `websockets.server`, `|`: no word of a sentence.
  private static func isLoggers(_ word: Substring) -> Bool {
    word.contains { ".:[(|#".contains($0) } || !word.isEmpty && word.allSatisfy(\.isUppercase) || ["-", "–"].contains(word)
  }

  private static func arrow(_ text: Substring) -> (isSent: Bool, rest: Substring)? {
    for (sign, isSent) in [("> ", true), ("< ", false), (">>> ", true), ("<<< ", false), ("→ ", true), ("← ", false)]
    where text.hasPrefix(sign) {
      return (isSent, text.dropFirst(sign.count))
    }
    return nil
  }

  /// `WRITE 12 "…"`.
  private static func passed(_ text: Substring) -> (isSent: Bool, content: Content)? {
    let parts = text.split(separator: " ", maxSplits: 2)
    guard parts.count == 3, parts[0] == "READ" || parts[0] == "WRITE", let length = Int(parts[1]), let bytes = QuotedBytes.read(parts[2]),
      bytes.count == length
    else { return nil }
    return (parts[0] == "WRITE", .bytes(bytes))
  }

  /// What stands behind an arrow; nil: nothing that crossed the wire.
  private static func said(_ text: Substring, _ inHead: Bool) -> Content? {
    if let frame = frame(text) { return frame }
    if inHead || (text.hasPrefix("GET ") && text.hasSuffix(" HTTP/1.1")) || text.hasPrefix("HTTP/1.1 ") { return .head(String(text)) }
    if text.hasPrefix("(binary) "), let bytes = hex(text.dropFirst(9)) { return .message(.binary, bytes) }
    return .message(.text, Array(text.utf8))
  }

  // MARK: Frames of Python's `websockets`

  private static let opcodes: [Substring: Opcode] = [
    "TEXT": .text, "BINARY": .binary, "CONT": .continuation, "PING": .ping, "PONG": .pong, "CLOSE": .close,
  ]

  private static func frame(_ text: Substring) -> Content? {
    guard let opcode = opcodes[text.prefix { $0 != " " }], text.hasSuffix("]"), let open = text.lastIndex(of: "[") else { return nil }
    let told = text[text.index(after: open)...].dropLast().split(separator: ", ")
    guard let length = told.first(where: { $0.hasSuffix(" bytes") || $0.hasSuffix(" byte") }).flatMap({ Int($0.prefix { $0 != " " }) })
    else { return nil }
    let shown = text[..<open].drop { $0 != " " }.drop { $0 == " " }.dropLast()
    if opcode == .close { return close(shown) }
    let bytes = shown.isEmpty ? [] : QuotedBytes.read(shown) ?? hex(shown)
    guard let bytes, bytes.count == length else { return .cut(opcode) }
    return .frame(opcode, bytes, isFinal: !told.contains("continued"))
  }

  /// `1000 (OK) reason`.
  private static func close(_ shown: Substring) -> Content {
    let code = UInt16(shown.prefix { $0.isNumber })
    let behind = shown.drop { $0 != ")" }.dropFirst().drop { $0 == " " }
    return .close(code: code, reason: String(behind))
  }

  private static func hex(_ text: Substring) -> [UInt8]? {
    let digits = text.utf8.filter { $0 != UInt8(ascii: " ") }
    guard digits.count % 2 == 0 else { return nil }
    var bytes: [UInt8] = []
    for start in stride(from: 0, to: digits.count, by: 2) {
      guard let byte = UInt8(String(decoding: digits[start..<start + 2], as: UTF8.self), radix: 16) else { return nil }
      bytes.append(byte)
    }
    return bytes
  }
}
