/// What a WAV header says, up to the first sample byte.
///
/// Source: Microsoft's RIFF and `WAVEFORMATEX`/`WAVEFORMATEXTENSIBLE` descriptions.
package struct WAVHeader: Sendable, Hashable {
  /// How the samples are stored; nil for a codec that is not decoded here.
  package var storage: WAVStorage?
  /// The codec as people call it, such as `PCM 16 bit` or `IMA ADPCM (0x0011)`.
  package var codec: String
  /// Hz.
  package var sampleRate: Int
  package var channels: Int
  /// Offset of the first sample byte.
  package var headerLength: Int
  /// Declared bytes of samples; nil where the writer did not know (a stream).
  package var dataLength: Int?

  package init(
    storage: WAVStorage?, codec: String, sampleRate: Int, channels: Int, headerLength: Int, dataLength: Int?
  ) {
    self.storage = storage
    self.codec = codec
    self.sampleRate = sampleRate
    self.channels = channels
    self.headerLength = headerLength
    self.dataLength = dataLength
  }

  /// The format of the bytes behind the header as they stand; nil where they are no raw encoding (see `storage` and `raw`).
  package var format: AudioFormat? {
    guard case .encoding(let encoding) = storage else { return nil }
    return AudioFormat(encoding: encoding, sampleRate: sampleRate, channels: channels)
  }

  /// The format that `raw` yields; nil for a codec that is not decoded here.
  package var rawFormat: AudioFormat? {
    storage.map { AudioFormat(encoding: $0.rawEncoding, sampleRate: sampleRate, channels: channels) }
  }

  /// Bytes of one stored sample of all channels; nil for a codec that is not decoded here.
  package var frameWidth: Int? { storage.map { $0.width * channels } }

  /// Stored bytes (without the header) as samples of `rawFormat`; nil for a codec that is not decoded here.
  package func raw(_ bytes: [UInt8]) -> [UInt8]? { storage?.raw(bytes) }

  /// The canonical header of 44 bytes.
  ///
  /// - Parameter dataLength: Bytes of samples to come; nil (or more than RIFF can say) writes 0xFFFFFFFF, as streaming writers do.
  ///   A file with an odd number ends in a pad byte, which the RIFF size counts.
  package static func bytes(format: AudioFormat, dataLength: Int?) -> [UInt8] {
    let tag: UInt16 =
      switch format.encoding {
      case .linear16: 1
      case .linear32: 3
      case .alaw: 6
      case .mulaw: 7
      }
    let known = dataLength.flatMap { (0...0xFFFF_FF00).contains($0) ? UInt32($0) : nil }
    var header: [UInt8] = Array("RIFF".utf8)
    header += LittleEndian.bytes(known.map { 36 + $0 + $0 % 2 } ?? UInt32.max)
    header += Array("WAVEfmt ".utf8) + LittleEndian.bytes(UInt32(16)) + LittleEndian.bytes(tag)
    header += LittleEndian.bytes(UInt16(clamping: format.channels))
    header += LittleEndian.bytes(UInt32(clamping: format.sampleRate))
    header += LittleEndian.bytes(UInt32(clamping: format.bytesPerSecond))
    header += LittleEndian.bytes(UInt16(clamping: format.frameWidth))
    header += LittleEndian.bytes(UInt16(format.encoding.width * 8))
    header += Array("data".utf8) + LittleEndian.bytes(known ?? UInt32.max)
    return header
  }
}
