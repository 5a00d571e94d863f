/// One packet of Opus, and where it ends in the stream that carries it.
package struct OpusPacket: Sendable, Hashable {
  package var bytes: [UInt8]
  /// The offset, in the whole stream, behind the block or page that completes it.
  package var end: Int

  package init(_ bytes: [UInt8], end: Int = 0) {
    self.bytes = bytes
    self.end = end
  }

  /// Samples of each channel at 48 kHz that it decodes to; 0 for what is no packet (RFC 6716, sections 3.1 and 3.2).
  package var samples: Int { Self.samples(bytes) }

  /// At this rate all lengths of Opus are counted.
  package static let rate = 48_000
  /// A packet holds at most 120 ms.
  package static let most = 5760

  static func samples(_ bytes: [UInt8]) -> Int {
    guard let first = bytes.first else { return 0 }
    let configuration = Int(first >> 3)
    let frame =
      switch configuration {
      case ..<12: [480, 960, 1920, 2880][configuration & 3]
      case ..<16: [480, 960][configuration & 1]
      default: [120, 240, 480, 960][configuration & 3]
      }
    let frames =
      switch first & 3 {
      case 0: 1
      case 1, 2: 2
      default: bytes.count > 1 ? Int(bytes[1] & 0x3F) : 0
      }
    return frame * frames <= most ? frame * frames : 0
  }
}
