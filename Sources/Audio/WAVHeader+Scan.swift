extension WAVHeader {
  /// What the first bytes of a stream tell so far.
  package enum Scan: Sendable, Equatable {
    /// Nothing speaks against a WAV yet, but the samples have not begun.
    case needMore
    case found(WAVHeader)
    case notWAV(why: String)
  }

  /// Bytes of chunks before `data` that are waited for; a header longer than this is none.
  static let longestHeader = 1 << 20

  /// Reads a header from the bytes that have come so far; call it again with more after `needMore`.
  package static func scan(_ prefix: [UInt8]) -> Scan {
    do throws(WAVError) {
      guard let header = try read(prefix) else { return .needMore }
      return .found(header)
    } catch {
      return .notWAV(why: error.description)
    }
  }

  /// The header, or nil if the bytes end before the samples begin.
  static func read(_ bytes: [UInt8]) throws(WAVError) -> WAVHeader? {
    try checkBeginning(bytes)
    guard bytes.count >= 12 else { return nil }
    let riffSize = Int(LittleEndian.uint32(bytes, at: 4))
    var format: WAVFormatChunk?
    var at = 12
    while at + 8 <= bytes.count {
      let size = Int(LittleEndian.uint32(bytes, at: at + 4))
      let body = at + 8
      switch chunkName(bytes, at: at) {
      case "fmt ":
        guard size >= 16 else { throw .formatTooShort(size: size, at: at) }
        guard body + min(size, 40) <= bytes.count else { return nil }
        format = try WAVFormatChunk(bytes, at: body, size: size)
      case "data":
        guard let format else { throw .dataBeforeFormat(at: at) }
        return WAVHeader(
          storage: format.storage, codec: format.codec, sampleRate: format.sampleRate, channels: format.channels,
          headerLength: body, dataLength: dataLength(size: size, riffSize: riffSize, headerLength: body))
      default:
        break
      }
      // Chunks are padded to an even length; the size does not count the pad.
      at = body + size + size % 2
      guard at <= longestHeader else { throw .noData(chunks: chunkNames(bytes), length: bytes.count) }
    }
    return nil
  }

  /// Names of the chunks whose headers are among the bytes.
  static func chunkNames(_ bytes: [UInt8]) -> [String] {
    var names: [String] = []
    var at = 12
    while at + 8 <= bytes.count, names.count < 16 {
      names.append(chunkName(bytes, at: at))
      let size = Int(LittleEndian.uint32(bytes, at: at + 4))
      at += 8 + size + size % 2
    }
    return names
  }

  private static func checkBeginning(_ bytes: [UInt8]) throws(WAVError) {
    if bytes.starts(with: Array("RIFX".utf8)) { throw .bigEndian }
    let start = bytes.prefix(4)
    guard Array("RIFF".utf8).starts(with: start) || Array("RIFX".utf8).starts(with: start) else {
      throw .notRIFF(AudioSniffer.guess(bytes))
    }
    let form = bytes.dropFirst(8).prefix(4)
    guard Array("WAVE".utf8).starts(with: form) else { throw .notWAVE(form: printable(form)) }
  }

  /// A length that a writer left open is nil: 0xFFFFFFFF (and the nearly largest that some write), or 0 in a RIFF
  /// whose own size leaves no room for anything behind the header.
  private static func dataLength(size: Int, riffSize: Int, headerLength: Int) -> Int? {
    if size >= 0x7FFF_0000 { return nil }
    let open = riffSize + 8 <= headerLength || riffSize >= 0x7FFF_0000
    return size == 0 && open ? nil : size
  }

  private static func chunkName(_ bytes: [UInt8], at offset: Int) -> String { printable(bytes[offset..<offset + 4]) }

  private static func printable(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes.map { (0x20...0x7E).contains($0) ? $0 : UInt8(ascii: "?") }, as: UTF8.self)
  }
}
