/// What one connection carried, both ways, piece by piece, in order.
package struct CarriedBytes: Sendable, Equatable {
  /// Bytes that one side sent at a time.
  package struct Piece: Sendable, Equatable {
    /// Nanoseconds since 1970; of a log without times its place.
    package var at: Int64
    /// True: from the first of its two sides.
    package var isFirst: Bool
    package var bytes: [UInt8]

    package init(at: Int64, isFirst: Bool, bytes: [UInt8]) {
      self.at = at
      self.isFirst = isFirst
      self.bytes = bytes
    }
  }

  package var pieces: [Piece]

  package init(_ pieces: [Piece] = []) { self.pieces = pieces }

  /// Put in by `tshark` where bytes are not in the capture.
  var hasGap: Bool {
    pieces.contains { piece in
      guard piece.bytes.count < 60, piece.bytes.first == UInt8(ascii: "[") else { return false }
      return String(decoding: piece.bytes, as: UTF8.self).contains(" bytes missing in capture file]")
    }
  }
}
