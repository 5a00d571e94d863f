/// A way to read headerless bytes as samples.
enum RawReading: CaseIterable {
  case linear16, bigEndian, offByOne, mulaw, alaw

  var guess: AudioGuess {
    switch self {
    case .linear16: .linear16
    case .bigEndian: .linear16BigEndian
    case .offByOne: .linear16OffByOne
    case .mulaw: .mulaw
    case .alaw: .alaw
    }
  }

  /// Bytes of one sample.
  var width: Int {
    switch self {
    case .linear16, .bigEndian, .offByOne: 2
    case .mulaw, .alaw: 1
    }
  }

  /// Bits that a reading must save before it is preferred: a stream cut inside a sample is rarer than a whole one.
  var price: Double { self == .offByOne ? 8 : 0 }

  /// The bytes as integers on the reading's own scale: 16-bit values, or companded codes with their sign (-127…127),
  /// which keeps the quantisation uniform.
  func samples(_ bytes: ArraySlice<UInt8>) -> [Int] {
    let start = bytes.startIndex
    switch self {
    case .linear16: return words(bytes, from: start, low: 0, high: 1)
    case .bigEndian: return words(bytes, from: start, low: 1, high: 0)
    case .offByOne: return words(bytes, from: start + 1, low: 0, high: 1)
    case .mulaw: return bytes.map { $0 & 0x80 == 0 ? -Int(~$0 & 0x7F) : Int(~$0 & 0x7F) }
    case .alaw: return bytes.map { $0 & 0x80 == 0 ? -Int(($0 ^ 0x55) & 0x7F) : Int(($0 ^ 0x55) & 0x7F) }
    }
  }

  private func words(_ bytes: ArraySlice<UInt8>, from start: Int, low: Int, high: Int) -> [Int] {
    stride(from: start, to: bytes.endIndex - 1, by: 2).map { at in
      Int(Int16(bitPattern: UInt16(bytes[at + low]) | UInt16(bytes[at + high]) << 8))
    }
  }
}
