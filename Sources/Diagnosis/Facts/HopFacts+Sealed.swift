internal import Audio
internal import Digest
internal import Timeline

extension HopFacts {
  /// SHA-256 of all audio bytes, in hexadecimal; nil where digests stand in their place and nobody noted it.
  var audioSHA256: String? {
    isSealed ? sound?.sha256 : SHA256Digest.hex(SHA256Digest.digest(audioBytes))
  }

  /// The same without so many bytes of a container's header.
  func audioSHA256(behind header: Int) -> String? {
    isSealed ? sound?.bareSHA256 : SHA256Digest.hex(SHA256Digest.digest(Array(audioBytes.dropFirst(header))))
  }

  /// What the first audio bytes look like.
  var looksLike: AudioGuess {
    guard isSealed else { return AudioSniffer.guess(Array(audioBytes.prefix(4096))) }
    return sound.flatMap { AudioGuess(rawValue: $0.looksLike) } ?? .unknown
  }

  /// The first audio bytes for people: `52 49 46 46`; digests are nobody's.
  var firstBytesText: String { isSealed ? "not recorded" : hex(audioBytes.prefix(8)) }

  /// By how many bytes a stretch that is equal begins earlier than its digests say.
  var seam: Int { isSealed ? SoundDigest.window - 1 : 0 }
}
