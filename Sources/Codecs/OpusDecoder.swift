internal import Audio
internal import COpus

/// libopus' decoder of one stream, at 48 kHz.
struct OpusDecoder: Sendable {
  private var state: OpusState
  private let channels: Int

  /// - Parameter channels: 1 or 2; anything else counts as the nearer of the two.
  init(channels: Int) {
    self.channels = min(2, max(1, channels))
    state = OpusState(bytes: opus_decoder_get_size(Int32(self.channels)))
    let count = Int32(self.channels)
    let result = state.use { opus_decoder_init($0, 48_000, count) }
    precondition(result == OPUS_OK, "libopus refused a decoder of 48 kHz")
  }

  /// The samples of a packet, interleaved, -1…1; none of what is no packet.
  mutating func decode(_ packet: [UInt8]) -> [Float] {
    // To libopus an empty packet is one that was lost.
    guard !packet.isEmpty else { return [] }
    return [Float](unsafeUninitializedCapacity: OpusPacket.most * channels) { samples, count in
      guard let first = samples.baseAddress else { return }
      let decoded = state.use { opus_decode_float($0, packet, Int32(packet.count), first, Int32(OpusPacket.most), 0) }
      count = max(0, Int(decoded)) * channels
    }
  }
}
