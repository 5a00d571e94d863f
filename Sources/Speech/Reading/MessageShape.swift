/// How a message towards the client was laid out. Raw values are stable: reports and profiles use them.
package enum MessageShape: String, Sendable, Hashable, Codable, CaseIterable {
  /// The service's own JSON, untouched.
  case deepgram
  /// The service's fields without its `type`: `{"channel":{"alternatives":…}}`.
  case deepgramUntyped = "deepgram-untyped"
  /// `{"type":"partial|interim|final|transcript","text":…}`.
  case typeText = "type-text"
  /// `{"transcript":…,"is_final":…}`, or `text` and another name of the flag.
  case transcriptFlag = "transcript-flag"
  /// One of the others inside `{"data":{…}}`, `payload`, `result` …
  case dataWrapper = "data-wrapper"
  /// One of the others behind `{"event":"transcript",…}`.
  case eventWrapper = "event-wrapper"
  /// The service's Metadata as `{"metadata":{…}}`.
  case metadataWrapper = "metadata-wrapper"
  /// The transcript alone, as a JSON string; or one of the others encoded twice.
  case jsonString = "json-string"
  /// The transcript alone, not JSON.
  case plainText = "plain-text"
  /// As the profile's own mapping says.
  case mapping
  /// A relay's own message about the connection, not about speech.
  case control
  /// None of these.
  case unknown

  /// Whether results in this shape can carry times on the audio clock.
  package var canCarryTimes: Bool {
    switch self {
    case .plainText, .jsonString, .control, .unknown: false
    default: true
    }
  }
}
