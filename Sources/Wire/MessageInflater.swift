/// Reads one direction of a connection that uses permessage-deflate (RFC 7692 §7): each frame comes out as it was before it was compressed.
package struct MessageInflater: Sendable {
  /// What a compressor may look back at.
  private static let windowBytes = 32_768
  /// A message in more pieces than this is given out whole with its last one.
  private static let mostPieces = 64

  private let keepsContext: Bool
  private let limit: Int
  private var window: [UInt8] = []
  /// The compressed message that is not complete yet.
  private var begun: (input: [UInt8], given: Int, pieces: Int)?
  /// Something could not be read: what follows it may rest on it, and stays as it is.
  private(set) package var isBroken = false

  /// - Parameters:
  ///   - keepsContext: False where the sender begins each message anew (`client_no_context_takeover`, `server_no_context_takeover`).
  ///   - limit: The most bytes of one message.
  package init(keepsContext: Bool, limit: Int) {
    self.keepsContext = keepsContext
    self.limit = limit
  }

  /// - Returns: The frame with its payload as it was before; itself where it is not compressed.
  package mutating func take(_ frame: Frame) -> Frame {
    guard !frame.opcode.isControl, !isBroken else { return frame }
    if frame.opcode != .continuation { begun = frame.rsv & 4 != 0 ? ([], 0, 0) : nil }
    guard var message = begun else { return frame }
    message.input += frame.payload
    message.pieces += 1
    var plain = frame
    plain.payload = []
    if frame.fin || message.pieces <= Self.mostPieces {
      // What every message ends with is left out on the wire (§7.2.2).
      let input = frame.fin ? message.input + [0, 0, 0xFF, 0xFF] : message.input
      let output = Inflater.inflate(input, after: window, limit: limit)
      guard output.isSound, frame.isWhole else {
        isBroken = true
        return frame
      }
      plain.payload = Array(output.bytes.dropFirst(message.given))
      message.given = output.bytes.count
      if frame.fin, keepsContext { window = Array((window + output.bytes).suffix(Self.windowBytes)) }
    }
    plain.length = UInt64(plain.payload.count)
    begun = frame.fin ? nil : message
    return plain
  }
}
