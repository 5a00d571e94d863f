/// Reads HTTP/1.1 heads as they came: order, case and duplicates of headers are kept (RFC 9112 §2–5).
package enum HTTPHead {
  /// - Returns: The head of a request, or what makes it unreadable.
  package static func request(_ raw: [UInt8]) -> Result<RequestHead, HeadFault> {
    let (start, fields) = lines(raw)
    let parts = start.split(separator: " ", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[2].hasPrefix("HTTP/1."), !parts[1].isEmpty else {
      return .failure(HeadFault(text: "the request line is '\(printable(start.utf8))', not 'METHOD TARGET HTTP/1.1'"))
    }
    return headers(fields).map { RequestHead(method: String(parts[0]), target: String(parts[1]), headers: $0, raw: raw) }
  }

  /// - Returns: The head of a response, without a body, or what makes it unreadable.
  package static func response(_ raw: [UInt8]) -> Result<ResponseHead, HeadFault> {
    let (start, fields) = lines(raw)
    let parts = start.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count >= 2, parts[0].hasPrefix("HTTP/"), parts[1].utf8.count == 3, let status = Int(parts[1]), status >= 100 else {
      return .failure(HeadFault(text: "the status line is '\(printable(start.utf8))', not 'HTTP/1.1 STATUS REASON'"))
    }
    let reason = parts.count > 2 ? String(parts[2]) : ""
    return headers(fields).map { ResponseHead(status: status, reason: reason, headers: $0, raw: raw) }
  }

  private static func lines(_ raw: [UInt8]) -> (start: String, fields: ArraySlice<String>) {
    let lines = raw.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
      String(decoding: line.last == UInt8(ascii: "\r") ? line.dropLast() : line, as: UTF8.self)
    }
    return (lines.first ?? "", lines.dropFirst())
  }

  private static func headers(_ lines: ArraySlice<String>) -> Result<[HeaderField], HeadFault> {
    var fields: [HeaderField] = []
    for line in lines where !line.isEmpty {
      if line.first == " " || line.first == "\t" {
        // A folded line continues the one before (RFC 9112 §5.2).
        guard !fields.isEmpty else { return .failure(HeadFault(text: "the head begins with a folded line")) }
        fields[fields.count - 1].value += " " + trimmed(line[...])
        continue
      }
      guard let colon = line.firstIndex(of: ":"), colon > line.startIndex else {
        return .failure(HeadFault(text: "the header line '\(printable(line.utf8))' has no name before a colon"))
      }
      fields.append(HeaderField(String(line[..<colon]), trimmed(line[line.index(after: colon)...])))
    }
    return .success(fields)
  }

  /// Without spaces and tabs at both ends.
  package static func trimmed(_ text: Substring) -> String {
    let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" }
    guard let first = text.firstIndex(where: { !isSpace($0) }), let last = text.lastIndex(where: { !isSpace($0) }) else { return "" }
    return String(text[first...last])
  }

  /// Bytes as a person can read them in one line: at most 80, the unprintable ones escaped.
  package static func printable(_ bytes: some Collection<UInt8>) -> String {
    var text = ""
    for byte in bytes.prefix(80) {
      switch byte {
      case 0x20...0x7E: text.unicodeScalars.append(Unicode.Scalar(byte))
      case 0x0A: text += "\\n"
      case 0x0D: text += "\\r"
      default: text += "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
      }
    }
    return bytes.count > 80 ? text + "…" : text
  }
}

/// Why a head could not be read.
package struct HeadFault: Error, Sendable, Equatable {
  package var text: String

  package init(text: String) { self.text = text }
}
