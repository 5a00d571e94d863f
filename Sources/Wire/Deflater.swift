internal import CZlib

/// Compresses by DEFLATE (RFC 1951) with zlib, as permessage-deflate wants it (RFC 7692 §7.2.1).
package enum Deflater {
  /// What every compressed message ends with, and leaves out on the wire (§7.2.1).
  package static let tail: [UInt8] = [0, 0, 0xFF, 0xFF]

  /// - Parameters:
  ///   - pieces: Of one message, at least one.
  ///   - window: What the receiver has had before and keeps.
  ///   - windowBits: How far back a repetition may reach, as a power of two from 8 to 15.
  /// - Returns: As many pieces, each whole bytes that inflate to its own, the last without the tail.
  package static func deflate(
    _ pieces: [[UInt8]], after window: [UInt8] = [], windowBits: Int = Inflater.largestWindow
  ) -> [[UInt8]] {
    var stream = z_stream()
    // zlib has no raw window of 8 bits; with 9 it reaches 250 bytes back, which the smaller one has too.
    let ready = deflateInit2_(
      &stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, CInt(-max(9, windowBits)), 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      CInt(MemoryLayout<z_stream>.size))
    precondition(ready == Z_OK, "zlib has no memory, or is another version than it was built for")
    defer { deflateEnd(&stream) }
    window.withUnsafeBufferPointer { bytes in
      if !bytes.isEmpty { _ = deflateSetDictionary(&stream, bytes.baseAddress, CUnsignedInt(bytes.count)) }
    }
    var compressed = pieces.map { flush($0, &stream) }
    if let last = compressed.last, last.suffix(tail.count).elementsEqual(tail) { compressed[compressed.count - 1].removeLast(tail.count) }
    return compressed
  }

  /// Compresses a piece up to a whole byte.
  private static func flush(_ piece: [UInt8], _ stream: inout z_stream) -> [UInt8] {
    var output: [UInt8] = []
    var room = [UInt8](repeating: 0, count: min(piece.count + 64, 64 << 10))
    var piece = piece
    piece.withUnsafeMutableBufferPointer { source in
      stream.next_in = source.baseAddress
      stream.avail_in = CUnsignedInt(source.count)
      repeat {
        room.withUnsafeMutableBufferPointer { target in
          stream.next_out = target.baseAddress
          stream.avail_out = CUnsignedInt(target.count)
          _ = CZlib.deflate(&stream, Z_SYNC_FLUSH)
          output.append(contentsOf: target[..<(target.count - Int(stream.avail_out))])
        }
      } while stream.avail_out == 0
    }
    return output
  }
}
