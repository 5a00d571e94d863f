/// Between encoded bytes and samples of -1…1 (interleaved, 1 = 32768 of 16 bits).
///
/// What was decoded from linear16, mulaw or alaw encodes to the same bytes again (of the two µ-law zeros to the positive one).
package enum SampleCodec {
  /// Bytes of a last, incomplete sample are ignored; a float that is no number is 0.
  package static func decode(_ bytes: [UInt8], _ encoding: AudioFormat.Encoding) -> [Float] {
    bytes.withUnsafeBytes { decode($0, encoding) }
  }

  package static func decode(_ bytes: ArraySlice<UInt8>, _ encoding: AudioFormat.Encoding) -> [Float] {
    bytes.withUnsafeBytes { decode($0, encoding) }
  }

  package static func decode(_ bytes: UnsafeRawBufferPointer, _ encoding: AudioFormat.Encoding) -> [Float] {
    let count = bytes.count / encoding.width
    return [Float](unsafeUninitializedCapacity: count) { samples, initialized in
      switch encoding {
      case .linear16:
        for index in 0..<count {
          let value = Int16(littleEndian: bytes.loadUnaligned(fromByteOffset: 2 * index, as: Int16.self))
          samples.initializeElement(at: index, to: Float(value) / 32_768)
        }
      case .linear32:
        for index in 0..<count {
          let value = Float(bitPattern: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self)))
          samples.initializeElement(at: index, to: value.isFinite ? value : 0)
        }
      case .mulaw:
        for index in 0..<count { samples.initializeElement(at: index, to: G711.mulawTable[Int(bytes[index])]) }
      case .alaw:
        for index in 0..<count { samples.initializeElement(at: index, to: G711.alawTable[Int(bytes[index])]) }
      }
      initialized = count
    }
  }

  /// Samples beyond -1…1 are clipped, except in linear32, which carries them.
  package static func encode(_ samples: [Float], _ encoding: AudioFormat.Encoding) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(samples.count * encoding.width)
    switch encoding {
    case .linear16:
      for sample in samples {
        let value = UInt16(bitPattern: linear(sample))
        bytes.append(UInt8(truncatingIfNeeded: value))
        bytes.append(UInt8(truncatingIfNeeded: value >> 8))
      }
    case .linear32:
      for sample in samples { bytes += LittleEndian.bytes(sample.bitPattern) }
    case .mulaw:
      for sample in samples { bytes.append(G711.mulaw(linear(sample))) }
    case .alaw:
      for sample in samples { bytes.append(G711.alaw(linear(sample))) }
    }
    return bytes
  }

  /// The nearest 16-bit value.
  private static func linear(_ sample: Float) -> Int16 {
    guard sample.isFinite else { return 0 }
    return Int16(max(-32_768, min(32_767, (sample * 32_768).rounded())))
  }
}
