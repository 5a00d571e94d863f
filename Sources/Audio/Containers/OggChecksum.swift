/// The checksum of an Ogg page: a CRC with the polynomial 0x04C11DB7, from 0, unreflected (RFC 3533, section 6).
enum OggChecksum {
  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte) << 24) { rest, _ in rest & 0x8000_0000 == 0 ? rest << 1 : rest << 1 ^ 0x04C1_1DB7 }
  }

  /// Of a whole page, in which the four bytes of the checksum itself count as 0.
  static func of(_ page: ArraySlice<UInt8>) -> UInt32 {
    var rest: UInt32 = 0
    for (place, byte) in page.enumerated() {
      let counted = (22..<26).contains(place) ? 0 : byte
      rest = rest << 8 ^ table[Int(UInt8(truncatingIfNeeded: rest >> 24) ^ counted)]
    }
    return rest
  }
}
