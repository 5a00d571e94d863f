/// A profile's own words for what its relay sends: where the transcript stands, and what makes a message final, metadata, ready, an error.
///
/// Read from the profile's `messages: { transcript: $.text, final: { $.type: final }, … }`; kept in recordings as JSON, so that a
/// diagnosis reads with the same mapping as the client did.
package struct MessageMapping: Sendable, Hashable {
  /// In the order in which they are written.
  package static let keys = ["transcript", "final", "start", "duration", "metadata", "ready", "error"]

  /// A text; or several, which are joined by spaces.
  package var transcript: JSONSelector
  /// Nil is "no message says so".
  package var final: JSONCondition?
  /// Seconds on the audio clock.
  package var start: JSONSelector?
  /// Seconds.
  package var duration: JSONSelector?
  package var metadata: JSONCondition?
  package var ready: JSONCondition?
  package var error: JSONCondition?

  package init(
    transcript: JSONSelector, final: JSONCondition? = nil, start: JSONSelector? = nil, duration: JSONSelector? = nil,
    metadata: JSONCondition? = nil, ready: JSONCondition? = nil, error: JSONCondition? = nil
  ) {
    self.transcript = transcript
    self.final = final
    self.start = start
    self.duration = duration
    self.metadata = metadata
    self.ready = ready
    self.error = error
  }

  /// Reads what `json` writes; nil where it is nothing of the kind.
  package init?(json: JSONValue) {
    guard let path = json["transcript"]?.string, let transcript = try? JSONSelector(parsing: path) else { return nil }
    self.init(
      transcript: transcript, final: json["final"].flatMap(JSONCondition.init(json:)), start: Self.selector(json["start"]),
      duration: Self.selector(json["duration"]), metadata: json["metadata"].flatMap(JSONCondition.init(json:)),
      ready: json["ready"].flatMap(JSONCondition.init(json:)), error: json["error"].flatMap(JSONCondition.init(json:)))
  }

  /// As JSON; parts that are not there are left out.
  package var json: JSONValue {
    let members: [(String, JSONValue?)] = [
      ("transcript", .string(transcript.text)), ("final", final?.json), ("start", start.map { .string($0.text) }),
      ("duration", duration.map { .string($0.text) }), ("metadata", metadata?.json), ("ready", ready?.json), ("error", error?.json),
    ]
    return .object(Dictionary(members.compactMap { name, value in value.map { (name, $0) } }) { _, last in last })
  }

  private static func selector(_ value: JSONValue?) -> JSONSelector? {
    value?.string.flatMap { try? JSONSelector(parsing: $0) }
  }
}
