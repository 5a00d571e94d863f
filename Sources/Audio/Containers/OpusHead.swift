/// The header that says how Opus is to be played: the first packet of an Ogg stream, and WebM's `CodecPrivate` (RFC 7845, section 5.1).
package struct OpusHead: Sendable, Hashable {
  package var channels: Int
  /// Samples at 48 kHz that are dropped at the beginning.
  package var preSkip: Int
  /// Hz of what was encoded; it says nothing of the packets.
  package var inputSampleRate: Int
  /// Decibels in steps of 1/256, to be added to what is decoded.
  package var gain: Int

  package init(channels: Int = 1, preSkip: Int = 312, inputSampleRate: Int = 48_000, gain: Int = 0) {
    self.channels = channels
    self.preSkip = preSkip
    self.inputSampleRate = inputSampleRate
    self.gain = gain
  }

  static let magic = Array("OpusHead".utf8)

  /// Nil for anything but a header of one or two channels in one stream: more need a mapping that nobody streams speech with.
  package init?(_ bytes: [UInt8]) {
    guard bytes.count >= 19, bytes.starts(with: Self.magic), bytes[8] < 16, (1...2).contains(bytes[9]) else { return nil }
    guard bytes[18] == 0 || bytes.count >= 21 && bytes[19] == 1 else { return nil }
    self.init(
      channels: Int(bytes[9]), preSkip: Int(LittleEndian.uint16(bytes, at: 10)), inputSampleRate: Int(LittleEndian.uint32(bytes, at: 12)),
      gain: Int(Int16(bitPattern: LittleEndian.uint16(bytes, at: 16))))
  }

  package var bytes: [UInt8] {
    Self.magic + [1, UInt8(clamping: channels)] + LittleEndian.bytes(UInt16(clamping: preSkip))
      + LittleEndian.bytes(UInt32(clamping: inputSampleRate)) + LittleEndian.bytes(UInt16(bitPattern: Int16(clamping: gain))) + [0]
  }
}
