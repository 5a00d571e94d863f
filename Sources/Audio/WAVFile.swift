/// A whole WAV as raw samples.
///
/// Layouts that are no raw encoding (8-bit unsigned, 24-bit, 32-bit, double) become linear16 or linear32.
package struct WAVFile: Sendable, Equatable {
  package var format: AudioFormat
  /// Whole samples of `format`, without header and trailing chunks.
  package var data: [UInt8]

  package init(format: AudioFormat, data: [UInt8]) {
    self.format = format
    self.data = data
  }

  /// Reads a file of which every byte is there.
  ///
  /// A data length that the writer left open (0 or 0xFFFFFFFF) means: to the end; of such data a last, incomplete sample is dropped.
  package init(parsing bytes: [UInt8]) throws(WAVError) {
    guard !bytes.isEmpty else { throw .empty }
    guard let header = try WAVHeader.read(bytes) else { throw Self.whyNoSamples(bytes) }
    let at = header.headerLength
    guard let frameWidth = header.frameWidth, let rawFormat = header.rawFormat else {
      throw .unknownCodec(header.codec, at: Self.formatOffset(bytes))
    }
    let present = bytes.count - at
    let length: Int
    if let declared = header.dataLength {
      guard declared <= present else { throw .truncated(declared: declared, present: present, at: at) }
      guard declared % frameWidth == 0 else { throw .partOfSample(length: declared, frameWidth: frameWidth, at: at) }
      length = declared
    } else {
      length = present - present % frameWidth
    }
    guard let raw = header.raw(Array(bytes[at..<at + length])) else {
      throw .unknownCodec(header.codec, at: Self.formatOffset(bytes))
    }
    self.init(format: rawFormat, data: raw)
  }

  /// The file: the canonical header, the samples, and the pad byte that RIFF wants behind an odd number.
  package var bytes: [UInt8] {
    WAVHeader.bytes(format: format, dataLength: data.count) + data + [UInt8](repeating: 0, count: data.count % 2)
  }

  /// The chunks ended cleanly without `data`, or the file ends inside one of them.
  private static func whyNoSamples(_ bytes: [UInt8]) -> WAVError {
    guard bytes.count >= 12 else { return .endsInHeader(at: bytes.count, inChunk: "RIFF header") }
    var at = 12
    while at < bytes.count {
      guard at + 8 <= bytes.count else { return .endsInHeader(at: bytes.count, inChunk: "header of a chunk") }
      let size = Int(LittleEndian.uint32(bytes, at: at + 4))
      guard at + 8 + size <= bytes.count else {
        let name = String(decoding: bytes[at..<at + 4], as: UTF8.self)
        return .endsInHeader(at: bytes.count, inChunk: "'\(name)' chunk of \(size) bytes at byte \(at)")
      }
      at += 8 + size + size % 2
    }
    return .noData(chunks: WAVHeader.chunkNames(bytes), length: bytes.count)
  }

  private static func formatOffset(_ bytes: [UInt8]) -> Int {
    var at = 12
    while at + 8 <= bytes.count, !bytes[at...].starts(with: Array("fmt ".utf8)) {
      let size = Int(LittleEndian.uint32(bytes, at: at + 4))
      at += 8 + size + size % 2
    }
    return at + 8
  }
}
