/// Messages that are not JSON: a bare transcript, a word about the connection, or something that was meant to be JSON.
enum PlainTextShape {
  /// Reads a text message that the JSON parser refused.
  static func read(_ bytes: [UInt8], fault: JSONFault, plainTextSeen: Bool) -> Reading {
    guard let text = String(validating: bytes, as: UTF8.self) else { return unreadable("not JSON and not UTF-8: \(fault)") }
    if let kind = brokenKind(text) { return unreadable("\(kind), not JSON: \(fault)") }
    return read(text, allowEmpty: plainTextSeen)
  }

  /// Reads text that is not JSON. An empty one is an empty transcript only where that is to be expected.
  static func read(_ text: String, allowEmpty: Bool) -> Reading {
    let trimmed = trim(text)
    if trimmed.isEmpty {
      return allowEmpty ? Reading(.result(ResultText(text: "")), .plainText, .guess) : unreadable("an empty message")
    }
    let lower = trimmed.lowercased()
    if lower.hasPrefix("error:") || lower == "error" { return Reading(.error(VisibleText.quote(trimmed, limit: 300)), .control, .likely) }
    if connectionWords.contains(lower) { return Reading(.ready, .control, .likely, label: trimmed) }
    let hidden = trimmed.unicodeScalars.contains { ($0.value < 0x20 || (0x7F...0x9F).contains($0.value)) && !$0.properties.isWhitespace }
    if hidden { return unreadable("text with control characters, not JSON") }
    return Reading(.result(ResultText(text: trimmed)), .plainText, .guess)
  }

  /// Names what a relay printed where it should have sent JSON; nil where it may be a transcript.
  private static func brokenKind(_ text: String) -> String? {
    let trimmed = trim(text)
    if trimmed.hasPrefix("{'") { return "a printed dictionary" }
    if trimmed.hasPrefix("[object ") { return "a printed object" }
    if trimmed.hasPrefix("{") || trimmed.hasPrefix("[") { return "text that begins like JSON" }
    if trimmed.hasPrefix("b'") || trimmed.hasPrefix("b\"") { return "printed bytes" }
    if trimmed.contains("\":") || trimmed.contains("\",\"") { return "a piece of JSON" }
    if trimmed.hasPrefix("<") { return "markup" }
    if trimmed.hasPrefix("data:") || trimmed.hasPrefix("event:") { return "a line of a server-sent event" }
    if trimmed.hasPrefix("\u{FEFF}") { return "text behind a byte order mark" }
    return isPrintedObject(trimmed) ? "a printed object" : nil
  }

  /// `Result(text=…)`. What is cheap is asked first: a transcript may have megabytes.
  private static func isPrintedObject(_ text: String) -> Bool {
    guard text.hasSuffix(")"), text.contains("=") else { return false }
    let head = text.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }
    return !head.isEmpty && text.dropFirst(head.count).first == "("
  }

  /// Whole messages that speak of the connection, as relays without JSON send them.
  private static let connectionWords: Set<String> = [
    "ready", "connected", "connection established", "connection opened", "websocket connected", "ping", "pong", "ack", "keepalive",
  ]

  private static func trim(_ text: String) -> String {
    let scalars = text.unicodeScalars.drop { $0.properties.isWhitespace }
    let end = scalars.lastIndex { !$0.properties.isWhitespace }
    return end.map { String(scalars[...$0]) } ?? ""
  }

  private static func unreadable(_ why: String) -> Reading { Reading(.unreadable(why), .unknown) }
}
