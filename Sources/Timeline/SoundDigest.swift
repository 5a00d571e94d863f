/// What is kept of a connection's audio where the recording holds digests in its place: no voice, and enough to tell what became of it.
package struct SoundDigest: Sendable, Equatable, Codable {
  /// So many bytes, the last of them included, make one byte of digest: two streams whose digests are equal from some byte on are equal so many
  /// bytes less one before it already.
  package static let window = 16

  /// SHA-256 of all audio bytes, in hexadecimal, and of those behind a container's header.
  package var sha256: String
  package var bareSHA256: String
  /// How many there were.
  package var bytes: Int
  /// What the first of them look like, by the name of an `AudioGuess`.
  package var looksLike: String
  /// How loud each stretch of `levelBytes` bytes behind the header is, in dBFS; empty where the encoding is not known.
  package var levels: [Int]
  package var levelBytes: Int

  package init(sha256: String, bareSHA256: String, bytes: Int, looksLike: String, levels: [Int] = [], levelBytes: Int = 0) {
    self.sha256 = sha256
    self.bareSHA256 = bareSHA256
    self.bytes = bytes
    self.looksLike = looksLike
    self.levels = levels
    self.levelBytes = levelBytes
  }
}
