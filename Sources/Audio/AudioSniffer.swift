/// Tells what bytes really are, whatever they were declared as.
///
/// Signatures first, then text, then statistics of headerless samples (`RawAudioSniffer`). It looks at the first 16 KiB of
/// sound; 2 KiB are enough for nearly all speech, a few hundred bytes are often `unknown`, never knowingly wrong.
package enum AudioSniffer {
  package static func guess(_ prefix: [UInt8]) -> AudioGuess { judge(prefix).guess }

  package static func judge(_ prefix: [UInt8]) -> AudioJudgement {
    if prefix.isEmpty { return AudioJudgement(guess: .unknown, confidence: 1, why: "there are no bytes") }
    if let signature = signature(prefix) { return signature }
    if let text = text(prefix) { return text }
    return RawAudioSniffer.judge(prefix)
  }

  private static let signatures: [(at: Int, bytes: [UInt8], guess: AudioGuess)] = [
    (0, Array("RIFF".utf8), .riff), (0, Array("RIFX".utf8), .riff), (0, Array("OggS".utf8), .ogg),
    (0, [0x1A, 0x45, 0xDF, 0xA3], .ebml), (0, Array("fLaC".utf8), .flac), (0, Array("ID3".utf8), .mp3),
    (4, Array("ftyp".utf8), .mp4), (0, Array("#!AMR".utf8), .amr),
  ]

  private static func signature(_ bytes: [UInt8]) -> AudioJudgement? {
    for (at, mark, guess) in signatures where bytes.dropFirst(at).starts(with: mark) {
      let shown = String(decoding: mark.filter { (0x20...0x7E).contains($0) }, as: UTF8.self)
      return AudioJudgement(guess: guess, confidence: 1, why: "byte \(at) begins the signature of \(guess.name) ('\(shown)')")
    }
    // A sync word alone is 11 bits that raw samples hit too: the next frame must stand where this one says that it ends.
    for (guess, length) in [(AudioGuess.mp3, mpegFrameLength), (.aac, adtsFrameLength)] {
      guard let first = length(bytes, 0), let second = length(bytes, first), second > 0 else { continue }
      return AudioJudgement(guess: guess, confidence: 0.98, why: "two frames of \(guess.name) follow each other, \(first) bytes apart")
    }
    return nil
  }

  /// Length of the MPEG-1 or MPEG-2 layer III frame at an offset (ISO 11172-3, section 2.4.1.3).
  private static func mpegFrameLength(_ bytes: [UInt8], at: Int) -> Int? {
    guard at + 4 <= bytes.count, bytes[at] == 0xFF, bytes[at + 1] & 0xE6 == 0xE2 else { return nil }
    let version = bytes[at + 1] >> 3 & 3
    let rateIndex = Int(bytes[at + 2] >> 2 & 3)
    let bitIndex = Int(bytes[at + 2] >> 4)
    guard version != 1, rateIndex != 3, (1...14).contains(bitIndex) else { return nil }
    let first = version == 3
    let kilobits =
      first
      ? [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320]
      : [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160]
    let rate = [44_100, 48_000, 32_000][rateIndex] / (first ? 1 : version == 2 ? 2 : 4)
    return (first ? 144_000 : 72_000) * kilobits[bitIndex] / rate + Int(bytes[at + 2] >> 1 & 1)
  }

  /// Length of the ADTS frame at an offset (ISO 13818-7, section 6.2).
  private static func adtsFrameLength(_ bytes: [UInt8], at: Int) -> Int? {
    guard at + 7 <= bytes.count, bytes[at] == 0xFF, bytes[at + 1] & 0xF6 == 0xF0, bytes[at + 2] >> 2 & 15 < 13 else { return nil }
    let length = Int(bytes[at + 3] & 3) << 11 | Int(bytes[at + 4]) << 3 | Int(bytes[at + 5] >> 5)
    return length >= 7 ? length : nil
  }

  private static func text(_ bytes: [UInt8]) -> AudioJudgement? {
    let controls = bytes.contains { $0 < 0x20 && ![9, 10, 13].contains($0) || $0 == 0x7F }
    // The end of a prefix may cut a character of up to four bytes.
    guard !controls, (0...3).contains(where: { String(validating: bytes.dropLast($0), as: UTF8.self) != nil }) else { return nil }
    let first = bytes.first { ![9, 10, 13, 0x20].contains($0) }
    if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
      return AudioJudgement(guess: .json, confidence: 0.99, why: "printable text that begins like JSON")
    }
    // Non-ASCII text of pure multi-byte characters is rare, and quiet samples can look like it.
    let ascii = bytes.count { $0 < 0x80 }
    guard ascii * 4 >= bytes.count * 3, bytes.count >= 4 else { return nil }
    if isBase64(bytes) { return AudioJudgement(guess: .base64, confidence: 0.95, why: "only letters, digits and signs of base64") }
    return AudioJudgement(guess: .text, confidence: 0.95, why: "only printable text")
  }

  private static func isBase64(_ bytes: [UInt8]) -> Bool {
    if bytes.starts(with: Array("data:".utf8)) { return true }
    var letters = (upper: 0, lower: 0, other: 0)
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): letters.upper += 1
      case UInt8(ascii: "a")...UInt8(ascii: "z"): letters.lower += 1
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: "_"):
        letters.other += 1
      case UInt8(ascii: "="), 10, 13: break
      default: return false
      }
    }
    // A long word has no capitals in it; encoded silence is all capitals ("AAAA").
    return bytes.count >= 24 && letters.upper > 0 && letters.upper + letters.lower + letters.other > 20
  }
}
