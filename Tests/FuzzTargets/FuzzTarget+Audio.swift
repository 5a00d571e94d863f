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
}
