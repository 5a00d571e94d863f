package import Audio
internal import COpus

/// Encodes samples as Opus, in packets of 20 ms.
package struct OpusEncoder: Sendable {
  /// Hz that Opus takes; there are no others.
  package static let sampleRates = [8000, 12_000, 16_000, 24_000, 48_000]

  private var state: OpusState
  private let rate: Int
  private let channels: Int
  /// Samples of `rate` that the decoder gives before the first.
  private let lookahead: Int

  /// Nil for a rate or a number of channels that Opus does not have.
  package init?(sampleRate: Int, channels: Int, bitsPerSecond: Int = 32_000) {
    guard Self.sampleRates.contains(sampleRate), (1...2).contains(channels) else { return nil }
    rate = sampleRate
    self.channels = channels
    var state = OpusState(bytes: opus_encoder_get_size(Int32(channels)))
    var lookahead: Int32 = 0
    let result = state.use { encoder in
      let begun = opus_encoder_init(encoder, Int32(sampleRate), Int32(channels), OPUS_APPLICATION_VOIP)
      guard begun == OPUS_OK, sttcheck_opus_set_bitrate(encoder, Int32(bitsPerSecond)) == OPUS_OK else { return begun }
      return sttcheck_opus_get_lookahead(encoder, &lookahead)
    }
    precondition(result == OPUS_OK, "libopus refused an encoder of \(sampleRate) Hz")
    self.state = state
    self.lookahead = Int(lookahead)
  }

  package var head: OpusHead {
    OpusHead(channels: channels, preSkip: lookahead * OpusPacket.rate / rate, inputSampleRate: rate)
  }

  /// All samples (interleaved, -1…1) as packets, with silence behind them until the last sample has come out.
  package mutating func encode(_ samples: [Float]) -> [OpusPacket] {
    let frame = rate / 50
    let count = (samples.count / channels + lookahead + frame - 1) / frame
    let padded = samples + [Float](repeating: 0, count: max(0, count * frame * channels - samples.count))
    return (0..<count).map { number in
      let from = number * frame * channels
      return OpusPacket(encode(frame: Array(padded[from..<from + frame * channels]), samples: frame))
    }
  }

  private mutating func encode(frame: [Float], samples: Int) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: 1275) { bytes, count in
      guard let first = bytes.baseAddress else { return }
      let length = state.use { opus_encode_float($0, frame, Int32(samples), first, Int32(bytes.count)) }
      precondition(length > 0, "libopus refused a frame of \(samples) samples")
      count = Int(length)
    }
  }
}
