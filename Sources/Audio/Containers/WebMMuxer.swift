/// Writes Opus as a recorder streams it: a Segment whose end is open, a Cluster for each second, a SimpleBlock for each packet.
package struct WebMMuxer: Sendable {
  private var samples = 0
  private var cluster = -1

  package init() {}

  package func header(_ head: OpusHead) -> [UInt8] {
    typealias ID = EBML.ID
    let ebml: [[UInt8]] = [
      EBML.element(0x4286, 1), EBML.element(0x42F7, 1), EBML.element(0x42F2, 4), EBML.element(0x42F3, 8), EBML.element(ID.docType, "webm"),
      EBML.element(0x4287, 4), EBML.element(0x4285, 2),
    ]
    // One tick is a millisecond.
    let info: [[UInt8]] = [EBML.element(0x2AD7B1, 1_000_000), EBML.element(0x4D80, "sttcheck"), EBML.element(0x5741, "sttcheck")]
    let rate = EBML.element(0xB5, Self.double(48_000))
    let audio = rate + EBML.element(0x9F, UInt64(head.channels))
    let delay = UInt64(max(0, head.preSkip)) * 1_000_000_000 / UInt64(OpusPacket.rate)
    let track: [[UInt8]] = [
      EBML.element(ID.trackNumber, 1), EBML.element(0x73C5, 1), EBML.element(0x83, 2), EBML.element(ID.codecID, "A_OPUS"),
      EBML.element(ID.codecPrivate, head.bytes), EBML.element(0x56AA, delay), EBML.element(0x56BB, 80_000_000), EBML.element(0xE1, audio),
    ]
    return EBML.element(ID.header, Array(ebml.joined())) + EBML.open(ID.segment) + EBML.element(ID.info, Array(info.joined()))
      + EBML.element(ID.tracks, EBML.element(ID.trackEntry, Array(track.joined())))
  }

  /// The block of a packet, the beginning of a Cluster before it where a second is over.
  package mutating func block(_ packet: OpusPacket) -> [UInt8] {
    let millisecond = samples / (OpusPacket.rate / 1000)
    samples += packet.samples
    var bytes: [UInt8] = []
    if cluster < 0 || millisecond - cluster >= 1000 {
      cluster = millisecond
      bytes = EBML.open(EBML.ID.cluster) + EBML.element(EBML.ID.timestamp, UInt64(millisecond))
    }
    let time = UInt16(clamping: millisecond - cluster)
    // Track 1, its time in the Cluster, and that it can be decoded by itself.
    return bytes
      + EBML.element(EBML.ID.simpleBlock, [0x81, UInt8(time >> 8), UInt8(truncatingIfNeeded: time), 0x80] + packet.bytes)
  }

  private static func double(_ value: Double) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: value.bitPattern >> UInt64(56 - 8 * $0)) }
  }
}
