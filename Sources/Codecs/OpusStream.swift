package import Audio

/// The sound of Opus packets that follow each other, as a player plays it.
package struct OpusStream: Sendable {
  package let channels: Int
  private var decoder: OpusDecoder
  /// Samples of each channel that are still to be dropped.
  private var dropped: Int
  private let factor: Float

  /// - Parameter head: What the container says; packets without one are played from their first sample on.
  package init(_ head: OpusHead) {
    channels = head.channels
    decoder = OpusDecoder(channels: head.channels)
    dropped = head.preSkip
    factor = Self.factor(head.gain)
  }

  /// Samples at 48 kHz, interleaved, -1…1; none of what is no packet.
  package mutating func take(_ packet: [UInt8]) -> [Float] {
    var samples = decoder.decode(packet)
    let skipped = min(dropped, samples.count / channels)
    dropped -= skipped
    samples.removeFirst(skipped * channels)
    return factor == 1 ? samples : samples.map { $0 * factor }
  }

  /// 10 to the power of so many 256ths of a decibel over 20 (RFC 7845, section 5.1), by whole steps: a factor each.
  private static func factor(_ gain: Int) -> Float {
    let step = gain < 0 ? 1 / 1.000_449_794_2 : 1.000_449_794_2
    return Float((0..<abs(gain)).reduce(1.0) { product, _ in product * step })
  }
}
