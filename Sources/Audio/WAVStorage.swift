/// How a WAV stores its samples; wider than the raw encodings, because files use layouts that no stream is declared with.
package enum WAVStorage: Sendable, Hashable {
  /// One of the raw encodings: the bytes can be streamed as they are.
  case encoding(AudioFormat.Encoding)
  /// 8-bit PCM, which WAV stores unsigned (128 is silence).
  case unsigned8
  /// 24-bit PCM, little endian.
  case signed24
  /// 32-bit PCM, little endian.
  case signed32
  /// 64-bit IEEE float, little endian.
  case float64

  /// Bytes of one sample of one channel.
  package var width: Int {
    switch self {
    case .encoding(let encoding): encoding.width
    case .unsigned8: 1
    case .signed24: 3
    case .signed32: 4
    case .float64: 8
    }
  }

  /// The raw encoding that `raw` yields.
  package var rawEncoding: AudioFormat.Encoding {
    switch self {
    case .encoding(let encoding): encoding
    case .unsigned8, .signed24, .signed32: .linear16
    case .float64: .linear32
    }
  }

  /// The samples in `rawEncoding`: themselves where the storage is one, else integers rounded to 16 bits and doubles to floats.
  ///
  /// Bytes of a last, incomplete sample are dropped by the layouts that are converted.
  package func raw(_ bytes: [UInt8]) -> [UInt8] {
    switch self {
    case .encoding:
      return bytes
    case .unsigned8:
      return bytes.flatMap { [0, $0 ^ 0x80] }
    case .signed24:
      return wholeSamples(of: bytes) { at in
        let value = Int32(bitPattern: UInt32(LittleEndian.uint16(bytes, at: at)) << 8 | UInt32(bytes[at + 2]) << 24) >> 8
        return rounded(value, dropping: 8)
      }
    case .signed32:
      return wholeSamples(of: bytes) { at in rounded(Int32(bitPattern: LittleEndian.uint32(bytes, at: at)), dropping: 16) }
    case .float64:
      return wholeSamples(of: bytes) { at in
        let pattern = UInt64(LittleEndian.uint32(bytes, at: at)) | UInt64(LittleEndian.uint32(bytes, at: at + 4)) << 32
        return LittleEndian.bytes(Float(Double(bitPattern: pattern)).bitPattern)
      }
    }
  }

  private func wholeSamples(of bytes: [UInt8], _ sample: (Int) -> [UInt8]) -> [UInt8] {
    stride(from: 0, to: bytes.count - bytes.count % width, by: width).flatMap(sample)
  }

  private func rounded(_ value: Int32, dropping bits: Int32) -> [UInt8] {
    let half = Int64(1) << (bits - 1)
    let narrow = min((Int64(value) + half) >> Int64(bits), 32_767)
    return LittleEndian.bytes(UInt16(bitPattern: Int16(narrow)))
  }
}
