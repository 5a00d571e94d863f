/// What a file is that is to be imported, by its first bytes.
package enum ImportForm: Sendable, Equatable {
  case har
  case ndjson
  /// Packets: pcap, pcapng, or either of them compressed.
  case capture
  /// A zip, as Playwright makes for a HAR with what it has attached.
  case archive
  /// Its name says pcap, and its bytes do not.
  case misnamed
  /// Lines of text.
  case log

  /// The beginnings of captures: pcap in both orders of bytes, by micro- and nanoseconds; pcapng; gzip, zstd and lz4.
  private static let captures: [[UInt8]] = [
    [0xD4, 0xC3, 0xB2, 0xA1], [0xA1, 0xB2, 0xC3, 0xD4], [0x4D, 0x3C, 0xB2, 0xA1], [0xA1, 0xB2, 0x3C, 0x4D], [0x0A, 0x0D, 0x0D, 0x0A],
    [0x1F, 0x8B], [0x28, 0xB5, 0x2F, 0xFD], [0x04, 0x22, 0x4D, 0x18],
  ]
  private static let captureNames = [".pcap", ".pcapng"]

  /// - Parameter name: The file's name: one that says capture is told what is wrong with it.
  package init(_ bytes: [UInt8], name: String) {
    let name = name.lowercased()
    if Self.captures.contains(where: { bytes.starts(with: $0) }) || name.hasSuffix(".cap") {
      self = .capture
    } else if Self.captureNames.contains(where: { name.hasSuffix($0) }) {
      self = .misnamed
    } else if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
      self = .archive
    } else if bytes.first(where: { $0 > 0x20 }) == UInt8(ascii: "{") {
      self = Self.isLines(bytes) ? .ndjson : .har
    } else {
      self = name.hasSuffix(".har") ? .har : .log
    }
  }

  /// True where the first line is a whole object by itself and another follows.
  private static func isLines(_ bytes: [UInt8]) -> Bool {
    guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")) else { return bytes.starts(with: Array(#"{"at_ns""#.utf8)) }
    let first = bytes[..<end].last { $0 > 0x20 }
    return first == UInt8(ascii: "}") && bytes[end...].contains { $0 > 0x20 }
  }
}
