/// Bytes for the audio lines of a written timeline: a slow two-tone wave that any sniffer takes for linear16.
enum WrittenAudio {
  static func chunks(_ audio: AudioInfo, seconds: Double, chunkMilliseconds: Double, wav: Bool) -> [[UInt8]] {
    let total = Int((seconds * Double(audio.bytesPerSecond)).rounded())
    let width = max(1, audio.bytesPerSecond / max(1, audio.sampleRate))
    let chunk = max(width, Int(chunkMilliseconds / 1000 * Double(audio.sampleRate)) * width)
    var chunks: [[UInt8]] = []
    var sent = 0
    while sent < total {
      let length = min(chunk, total - sent)
      chunks.append(samples(from: sent / 2, bytes: length))
      sent += length
    }
    if wav, !chunks.isEmpty { chunks[0] = header(audio, bytes: total) + chunks[0] }
    return chunks
  }

  /// Triangle waves of 100 and 37 samples' period: smooth, never silent, the same every time.
  private static func samples(from first: Int, bytes: Int) -> [UInt8] {
    func triangle(_ index: Int, _ period: Int, _ height: Int) -> Int {
      let phase = index % period
      return (phase < period / 2 ? phase : period - phase) * 4 * height / period - height
    }
    var result: [UInt8] = []
    result.reserveCapacity(bytes)
    for index in first..<(first + (bytes + 1) / 2) {
      let value = UInt16(bitPattern: Int16(triangle(index, 100, 6000) + triangle(index, 37, 2000)))
      result.append(UInt8(value & 0xFF))
      result.append(UInt8(value >> 8))
    }
    return Array(result.prefix(bytes))
  }

  private static func header(_ audio: AudioInfo, bytes: Int) -> [UInt8] {
    func little(_ value: Int, _ count: Int) -> [UInt8] { (0..<count).map { UInt8(value >> (8 * $0) & 0xFF) } }
    let width = max(1, audio.bytesPerSecond / max(1, audio.sampleRate))
    return Array("RIFF".utf8) + little(36 + bytes, 4) + Array("WAVEfmt ".utf8) + little(16, 4) + little(1, 2)
      + little(audio.channels, 2) + little(audio.sampleRate, 4) + little(audio.bytesPerSecond, 4) + little(width, 2)
      + little(8 * width / max(1, audio.channels), 2) + Array("data".utf8) + little(bytes, 4)
  }
}
