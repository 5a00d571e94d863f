internal import Timeline

/// Bytes for the audio lines of a written timeline: a wave that any sniffer takes for what it is, loud and low by turns as speech is.
///
/// A sample depends on its time alone, so that the same sound can be written at another rate, in another encoding, or from a later place.
struct WrittenAudio {
  /// How the bytes differ from what the client would send.
  enum Change: String, CaseIterable {
    /// The two bytes of each sample change places.
    case swapped
    /// Begins with the second byte of a sample.
    case shifted
    /// Zeros.
    case blank
    /// Of the same length, and of another sound.
    case garbled
  }

  var format: AudioInfo
  /// Seconds into the sound at which it begins.
  var from = 0.0
  /// Another number, another sound.
  var voice = 1
  var change: Change?

  private var channels: Int { max(1, format.channels) }
  private var width: Int { max(1, format.bytesPerSecond / max(1, format.sampleRate * channels)) }

  /// - Parameters:
  ///   - bytesEach: Bytes of a chunk; nil: whole samples of `chunkMilliseconds`.
  func chunks(seconds: Double, chunkMilliseconds: Double, bytesEach: Int?, wav: Bool) -> [[UInt8]] {
    let frame = width * channels
    let first = Int((from * Double(format.sampleRate)).rounded())
    let count = Int((seconds * Double(format.sampleRate)).rounded())
    var all = changed(samples(first..<first + count))
    if wav { all = Self.header(format, bytes: all.count) + all }
    let chunk = bytesEach ?? max(frame, Int(chunkMilliseconds / 1000 * Double(format.sampleRate)) * frame)
    // A header goes in front of the first chunk, and is no part of its length.
    let header = wav ? 44 : 0
    var chunks: [[UInt8]] = []
    var at = 0
    while at < all.count {
      let end = min(all.count, at + chunk + (at == 0 ? header : 0))
      chunks.append(Array(all[at..<end]))
      at = end
    }
    return chunks
  }

  private func changed(_ bytes: [UInt8]) -> [UInt8] {
    switch change {
    case nil, .garbled: return bytes
    case .blank: return [UInt8](repeating: 0, count: bytes.count)
    case .shifted: return Array(bytes.dropFirst())
    case .swapped:
      var swapped = bytes
      for at in stride(from: 0, to: swapped.count - 1, by: 2) { swapped.swapAt(at, at + 1) }
      return swapped
    }
  }

  private func samples(_ range: Range<Int>) -> [UInt8] {
    // Asked once and not for each sample: there are millions in a run of the tests.
    let (rate, channels, coding) = (Double(format.sampleRate), channels, coding)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(range.count * width * channels)
    for index in range {
      let value = level(at: Double(index) / rate)
      for _ in 0..<channels { Self.append(value, as: coding, to: &bytes) }
    }
    return bytes
  }

  /// Two triangle waves of 160 and 432 Hz whose height changes every 100 ms.
  private func level(at time: Double) -> Int {
    func triangle(_ frequency: Double) -> Double {
      let phase = time * frequency
      let part = phase - phase.rounded(.down)
      return (part < 0.5 ? part : 1 - part) * 4 - 1
    }
    let syllable = Int(time * 10 + 1e-9)
    let height = 100 + Self.scramble(UInt64(syllable &* 31 &+ (change == .garbled ? 977 : voice) &* 7919)) % 2300
    return Int((triangle(160) * 2.4 + triangle(432) * 0.8) * Double(height))
  }

  private static func scramble(_ value: UInt64) -> UInt64 {
    var z = value &+ 0x9E37_79B9_7F4A_7C15
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }

  private enum Coding { case mulaw, float, word, byte }

  private var coding: Coding {
    switch format.encoding {
    case "mulaw": .mulaw
    case "linear32": .float
    default: width == 2 ? .word : .byte
    }
  }

  private static func append(_ value: Int, as coding: Coding, to bytes: inout [UInt8]) {
    switch coding {
    case .mulaw: bytes.append(mulaw(value))
    case .float:
      let pattern = (Float(value) / 32_768).bitPattern
      for shift in stride(from: 0, to: 32, by: 8) { bytes.append(UInt8(pattern >> UInt32(shift) & 0xFF)) }
    case .word, .byte:
      let word = UInt16(bitPattern: Int16(clamping: value))
      bytes.append(UInt8(word & 0xFF))
      if coding == .word { bytes.append(UInt8(word >> 8)) }
    }
  }

  /// G.711 µ-law of a 16-bit value.
  private static func mulaw(_ value: Int) -> UInt8 {
    let magnitude = min(abs(value), 32_635) + 132
    let segment = max(0, Int.bitWidth - 1 - magnitude.leadingZeroBitCount - 7)
    let code = UInt8(segment << 4 | magnitude >> (segment + 3) & 15)
    return ~(code | (value < 0 ? 0x80 : 0))
  }

  private static func header(_ audio: AudioInfo, bytes: Int) -> [UInt8] {
    func little(_ value: Int, _ count: Int) -> [UInt8] { (0..<count).map { UInt8(value >> (8 * $0) & 0xFF) } }
    let width = max(1, audio.bytesPerSecond / max(1, audio.sampleRate))
    let tag = audio.encoding == "mulaw" ? 7 : audio.encoding == "linear32" ? 3 : 1
    return Array("RIFF".utf8) + little(36 + bytes, 4) + Array("WAVEfmt ".utf8) + little(16, 4) + little(tag, 2)
      + little(audio.channels, 2) + little(audio.sampleRate, 4) + little(audio.bytesPerSecond, 4) + little(width, 2)
      + little(8 * width / max(1, audio.channels), 2) + Array("data".utf8) + little(bytes, 4)
  }

  /// Bytes as base64, in the usual alphabet.
  static func base64(_ bytes: [UInt8]) -> [UInt8] {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var text: [UInt8] = []
    for at in stride(from: 0, to: bytes.count, by: 3) {
      let rest = min(3, bytes.count - at)
      var word = 0
      for offset in 0..<3 { word = word << 8 | (offset < rest ? Int(bytes[at + offset]) : 0) }
      for digit in 0..<4 { text.append(digit <= rest ? alphabet[word >> (18 - 6 * digit) & 63] : UInt8(ascii: "=")) }
    }
    return text
  }
}
