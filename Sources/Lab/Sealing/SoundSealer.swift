internal import Audio
internal import Timeline

/// Replaces the audio of one connection, byte for byte, by a digest: each byte by one of a keyed hash of itself and the fifteen before it.
///
/// Lengths stay, and what was equal stays equal, wherever it went; so what is lost, repeated, moved or changed on the way to the service can be
/// told as before. Without the key, which nobody keeps, no voice comes back. Silence stays silence, a container's header stays as it is.
struct SoundSealer: Sendable {
  private let hash: SipHash
  private let encoding: AudioFormat.Encoding?
  private let levelBytes: Int
  /// The last bytes, the newest lowest.
  private var low: UInt64 = 0
  private var high: UInt64 = 0
  /// How many of them are this stream's.
  private var filled = 0
  /// Bytes of a container's header that are still to come; nil before the first byte.
  private var header: Int?
  private var first: [UInt8] = []
  private let whole = AudioHash()
  private let bare = AudioHash()
  private var bytes = 0
  private var levels: [Int] = []
  private var stretch: [UInt8] = []

  /// - Parameters:
  ///   - format: What the audio is, for its levels; nil where nobody knows.
  init(key: (UInt64, UInt64), format: AudioFormat?) {
    hash = SipHash(key: key)
    encoding = format?.encoding
    let frame = max(1, format?.frameWidth ?? 1)
    levelBytes = max(1, (format?.bytesPerSecond ?? 0) / 10 / frame) * frame
  }

  /// What is known of it all.
  var digest: SoundDigest {
    SoundDigest(
      sha256: whole.hex, bareSHA256: bare.hex, bytes: bytes, looksLike: AudioSniffer.guess(first).rawValue,
      levels: levels + (stretch.isEmpty ? [] : [level(stretch)]), levelBytes: encoding == nil ? 0 : levelBytes)
  }

  var isEmpty: Bool { bytes == 0 }

  /// The digest of the next bytes.
  mutating func seal(_ audio: [UInt8]) -> [UInt8] {
    guard !audio.isEmpty else { return [] }
    whole.update(audio)
    bytes += audio.count
    if first.count < 4096 { first += audio.prefix(4096 - first.count) }
    if header == nil { header = Self.headerLength(audio) }
    let plain = min(header ?? 0, audio.count)
    header = (header ?? 0) - plain
    let sound = Array(audio[plain...])
    bare.update(sound)
    measure(sound)
    return audio[..<plain] + sound.map { sealed($0) }
  }

  private mutating func sealed(_ byte: UInt8) -> UInt8 {
    high = high << 8 | low >> 56
    low = low << 8 | UInt64(byte)
    filled = min(16, filled + 1)
    // One value of one or two bytes over and over is nobody's voice.
    let pair = low & 0xFFFF
    let isBlank = filled == 16 && low == pair &* 0x0001_0001_0001_0001 && high == low
    return isBlank ? byte : UInt8(truncatingIfNeeded: hash.hash(low, high))
  }

  private mutating func measure(_ sound: [UInt8]) {
    guard encoding != nil else { return }
    stretch += sound
    var start = 0
    while stretch.count - start >= levelBytes {
      levels.append(level(Array(stretch[start..<start + levelBytes])))
      start += levelBytes
    }
    stretch.removeFirst(start)
  }

  private func level(_ sound: [UInt8]) -> Int {
    guard let encoding else { return 0 }
    return Int(AudioLevel(measuring: SampleCodec.decode(sound[...], encoding)).rms.rounded())
  }

  private static func headerLength(_ audio: [UInt8]) -> Int {
    guard audio.starts(with: Array("RIFF".utf8)), case .found(let found) = WAVHeader.scan(audio) else { return 0 }
    return found.headerLength
  }
}
