internal import CZlib

/// Undoes DEFLATE (RFC 1951) by zlib, for messages that were compressed by permessage-deflate (RFC 7692).
///
/// Nothing is kept between calls: what came out before is handed in, so that a connection is a plain value.
package enum Inflater {
  /// What came out, and what is wrong with what went in.
  package struct Output: Sendable, Equatable {
    package var bytes: [UInt8]
    /// Nil where what went in was sound as far as it went.
    package var fault: Fault?
    /// True where it ended between two blocks.
    package var isComplete: Bool

    package var isSound: Bool { fault == nil }
  }

  package enum Fault: Sendable, Hashable {
    /// It breaks RFC 1951, or repeats something from before the window.
    case broken
    /// It gives more than the limit, or goes on behind more last blocks than any compressor writes.
    case aboveLimit
  }

  /// The largest window of DEFLATE, and what every compressor may use that has not agreed to less.
  package static let largestWindow = 15

  /// Last blocks of one message: a compressor needs one, and each costs a stream of its own here.
  private static let mostStreams = 1000

  /// - Parameters:
  ///   - input: Whole blocks, or the beginning of some: what is there of them is given out.
  ///   - window: What came out before it and may be repeated; of more than the window's size, the end counts.
  ///   - windowBits: How far back a repetition may reach, as a power of two from 8 to 15.
  ///   - limit: The most bytes that may come out.
  package static func inflate(
    _ input: [UInt8], after window: [UInt8] = [], windowBits: Int = largestWindow, limit: Int
  ) -> Output {
    var output = Output(bytes: [], fault: nil, isComplete: true)
    var stream = z_stream()
    guard inflateInit2_(&stream, CInt(-windowBits), ZLIB_VERSION, CInt(MemoryLayout<z_stream>.size)) == Z_OK else {
      output.fault = .broken
      return output
    }
    defer { inflateEnd(&stream) }
    input.withUnsafeBufferPointer { source in
      stream.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
      stream.avail_in = CUnsignedInt(source.count)
      var streams = 0
      repeat {
        // What follows a last block is another stream over the same window (RFC 7692 §7.2.3.4).
        if streams > 0 { inflateReset(&stream) }
        remember(output.bytes.count < 1 << windowBits ? window + output.bytes : output.bytes, windowBits, &stream)
        read(&stream, windowBits, limit, &output)
        streams += 1
        if streams == mostStreams, stream.avail_in > 0, output.fault == nil { output.fault = .aboveLimit }
      } while stream.avail_in > 0 && output.fault == nil
    }
    return output
  }

  private static func remember(_ history: [UInt8], _ windowBits: Int, _ stream: inout z_stream) {
    history.suffix(1 << windowBits).withUnsafeBufferPointer { bytes in
      if !bytes.isEmpty { _ = inflateSetDictionary(&stream, bytes.baseAddress, CUnsignedInt(bytes.count)) }
    }
  }

  /// Reads to the last block, the end of what is there, or a fault.
  private static func read(_ stream: inout z_stream, _ windowBits: Int, _ limit: Int, _ output: inout Output) {
    // Within one call zlib lets a repetition reach back over all that the call put out: where the window is smaller than the format's, it
    // gets a byte at a time.
    var piece = [UInt8](repeating: 0, count: windowBits < largestWindow ? 1 : 32 << 10)
    var status = Z_OK
    var count = 0
    repeat {
      (status, count) = piece.withUnsafeMutableBufferPointer { target in
        stream.next_out = target.baseAddress
        stream.avail_out = CUnsignedInt(target.count)
        let status = CZlib.inflate(&stream, Z_SYNC_FLUSH)
        return (status, target.count - Int(stream.avail_out))
      }
      let room = limit - output.bytes.count
      output.bytes.append(contentsOf: piece[..<min(count, room)])
      // A call that has nothing left to do forgets where it stands.
      if status != Z_BUF_ERROR { output.isComplete = status == Z_STREAM_END || stream.data_type & 128 != 0 }
      if count > room { output.fault = .aboveLimit }
      // Z_BUF_ERROR: all that went in has come out.
      if status != Z_OK, status != Z_STREAM_END, status != Z_BUF_ERROR { output.fault = .broken }
    } while status == Z_OK && output.fault == nil && (count == piece.count || stream.avail_in > 0)
  }
}
