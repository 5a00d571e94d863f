internal import Audio

extension FuzzTarget {
  /// WAV files and their beginnings: no more audio than there are bytes, and a header that is found once is found again.
  static let wav = FuzzTarget(
    "wav",
    seeds: [
      WAVHeader.bytes(format: AudioFormat(sampleRate: 8000), dataLength: 64) + [UInt8](repeating: 3, count: 64),
      WAVHeader.bytes(format: AudioFormat(encoding: .mulaw, sampleRate: 16_000, channels: 2), dataLength: nil) + [1, 2, 3, 4],
    ],
    words: ["RIFF", "WAVE", "fmt ", "data", "LIST", "fact", "\u{0}\u{0}\u{0}\u{0}"]
  ) { bytes in
    _ = AudioSniffer.judge(bytes)
    if case .found = WAVHeader.scan(bytes) {
      guard case .found = WAVHeader.scan(bytes + [0, 0]) else { return "a header that was found is lost when more comes" }
    }
    guard let file = try? WAVFile(parsing: bytes) else { return nil }
    return file.data.count > bytes.count * 8 ? "more audio than bytes" : nil
  }

  /// WebM and Ogg, as a recorder streams them: read alike in whatever pieces they come, and no packet ends behind what came.
  static let containers = FuzzTarget(
    "containers",
    seeds: AudioContainer.allCases.map { container in
      let packets = [3, 60, 254, 255, 256].map { OpusPacket([0x78] + [UInt8](repeating: 7, count: $0 - 1)) }
      return ContainerFile(packing: packets + packets, OpusHead(), in: container).bytes
    },
    words: ["OggS", "OpusHead", "OpusTags", "A_OPUS", "webm", "\u{1A}E", "\u{1F}C", "\u{0}\u{0}\u{0}\u{0}", "\u{7F}\u{7F}\u{7F}\u{7F}"]
  ) { bytes in
    for container in AudioContainer.allCases {
      let whole = packets(in: bytes, container, pieces: max(1, bytes.count))
      let cut = packets(in: bytes, container, pieces: 1 + bytes.count % 97)
      if whole.packets != cut.packets || whole.error != cut.error { return "\(container.name) that comes in pieces is read otherwise" }
      if whole.packets.contains(where: { $0.end > bytes.count }) { return "a packet of \(container.name) that ends behind the end" }
      if let file = try? ContainerFile(parsing: bytes, container), file.seconds < 0 || file.packets != whole.packets {
        return "a file of \(container.name) has other packets than its stream"
      }
    }
    return nil
  }

  private static func packets(in bytes: [UInt8], _ container: AudioContainer, pieces: Int) -> (
    packets: [OpusPacket], error: ContainerError?
  ) {
    var demuxer = OpusDemuxer(container)
    var packets: [OpusPacket] = []
    for from in stride(from: 0, to: bytes.count, by: pieces) {
      packets += demuxer.take(Array(bytes[from..<min(bytes.count, from + pieces)]))
    }
    return (packets, demuxer.error)
  }
}
