/// What a Metadata message tells. Nil is "the message does not say".
package struct MetadataFacts: Sendable, Hashable {
  /// Seconds of audio that the service understood.
  package var duration: Double?
  package var channels: Int?
  /// The SHA-256 of the audio it received in hexadecimal, or `incomplete`.
  package var sha256: String?
  package var requestID: String?

  package init(duration: Double? = nil, channels: Int? = nil, sha256: String? = nil, requestID: String? = nil) {
    self.duration = duration
    self.channels = channels
    self.sha256 = sha256
    self.requestID = requestID
  }
}
