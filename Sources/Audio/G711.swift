/// The companding laws of ITU-T G.711, between 16-bit linear and 8-bit codes.
package enum G711 {
  /// µ-law of a sample, by way of 14 bits (the two lowest are dropped towards minus infinity).
  package static func mulaw(_ sample: Int16) -> UInt8 {
    let value = Int(sample) >> 2
    let magnitude = min(value < 0 ? -value : value, 8159) + 33
    // The highest set bit, 5…12 above the bias of 33, is the segment.
    let segment = Int.bitWidth - magnitude.leadingZeroBitCount - 6
    guard segment < 8 else { return value < 0 ? 0x00 : 0x80 }
    let code = UInt8(segment << 4 | magnitude >> (segment + 1) & 15)
    return code ^ (value < 0 ? 0x7F : 0xFF)
  }

  /// A-law of a sample, by way of 13 bits.
  package static func alaw(_ sample: Int16) -> UInt8 {
    let value = Int(sample) >> 3
    let magnitude = value < 0 ? -value - 1 : value
    let segment = max(0, Int.bitWidth - magnitude.leadingZeroBitCount - 5)
    let code = UInt8(segment << 4 | magnitude >> max(1, segment) & 15)
    return code ^ (value < 0 ? 0x55 : 0xD5)
  }

  package static func linear(mulaw code: UInt8) -> Int16 {
    let bits = ~code
    let segment = Int16(bits >> 4 & 7)
    let magnitude = ((Int16(bits & 15) << 3) + 132) << segment - 132
    return bits & 0x80 == 0 ? magnitude : -magnitude
  }

  package static func linear(alaw code: UInt8) -> Int16 {
    let bits = code ^ 0x55
    let segment = Int16(bits >> 4 & 7)
    let step = Int16(bits & 15) << 4 + 8
    let magnitude = segment == 0 ? step : (step + 256) << (segment - 1)
    return bits & 0x80 == 0 ? -magnitude : magnitude
  }

  /// Samples of all 256 codes, -1…1.
  static let mulawTable: [Float] = (0...255).map { Float(linear(mulaw: $0)) / 32_768 }
  static let alawTable: [Float] = (0...255).map { Float(linear(alaw: $0)) / 32_768 }
}
