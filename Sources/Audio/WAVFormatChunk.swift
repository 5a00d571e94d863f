/// The `fmt ` chunk of a WAV, checked.
struct WAVFormatChunk {
  var storage: WAVStorage?
  var codec: String
  var sampleRate: Int
  var channels: Int

  /// - Parameters:
  ///   - offset: Of the chunk's body; at least `min(size, 40)` bytes follow it.
  ///   - size: The declared size, at least 16.
  init(_ bytes: [UInt8], at offset: Int, size: Int) throws(WAVError) {
    var tag = LittleEndian.uint16(bytes, at: offset)
    channels = Int(LittleEndian.uint16(bytes, at: offset + 2))
    sampleRate = Int(LittleEndian.uint32(bytes, at: offset + 4))
    let blockAlign = Int(LittleEndian.uint16(bytes, at: offset + 12))
    let bits = Int(LittleEndian.uint16(bytes, at: offset + 14))
    if tag == 0xFFFE {
      guard size >= 40 else { throw .formatTooShort(size: size, at: offset - 8) }
      // The first two bytes of the sub-format's GUID are the tag that it extends.
      tag = LittleEndian.uint16(bytes, at: offset + 24)
    }
    guard channels > 0 else { throw .impossible(field: "number of channels", value: 0, expected: "1 or more", at: offset + 2) }
    guard sampleRate > 0 else { throw .impossible(field: "sample rate", value: 0, expected: "1 Hz or more", at: offset + 4) }
    storage = Self.storage(tag: tag, bits: bits)
    codec = Self.codec(tag: tag, bits: bits)
    if let storage, blockAlign != storage.width * channels {
      throw .impossible(
        field: "block align", value: blockAlign, expected: "\(storage.width * channels) for \(channels) × \(codec)", at: offset + 12)
    }
  }

  private static func storage(tag: UInt16, bits: Int) -> WAVStorage? {
    switch (tag, bits) {
    case (1, 8): .unsigned8
    case (1, 16): .encoding(.linear16)
    case (1, 24): .signed24
    case (1, 32): .signed32
    case (3, 32): .encoding(.linear32)
    case (3, 64): .float64
    case (6, 8): .encoding(.alaw)
    case (7, 8): .encoding(.mulaw)
    default: nil
    }
  }

  private static func codec(tag: UInt16, bits: Int) -> String {
    switch tag {
    case 1: "PCM \(bits) bit"
    case 3: "float \(bits) bit"
    case 6: "A-law \(bits) bit"
    case 7: "µ-law \(bits) bit"
    default: (names[tag] ?? "an unlisted codec") + " (0x" + hexadecimal(tag) + ")"
    }
  }

  /// Registered tags that turn up in the field (RFC 2361 and Microsoft's list).
  private static let names: [UInt16: String] = [
    0x0002: "Microsoft ADPCM", 0x0010: "OKI ADPCM", 0x0011: "IMA ADPCM", 0x0014: "G.723 ADPCM", 0x0031: "GSM 6.10",
    0x0040: "G.721 ADPCM", 0x0045: "G.726 ADPCM", 0x0050: "MPEG audio", 0x0055: "MP3", 0x0064: "G.726 ADPCM",
    0x0083: "G.729", 0x00FF: "AAC", 0x0161: "Windows Media Audio", 0x2000: "AC-3", 0x674F: "Ogg Vorbis", 0x704F: "Opus",
    0xF1AC: "FLAC",
  ]

  private static func hexadecimal(_ value: UInt16) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: 4 - digits.count) + digits
  }
}
