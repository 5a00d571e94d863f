/// A transcript as a client gets it. Nil is "the message does not say".
package struct ResultText: Sendable, Hashable {
  package var text: String
  package var isFinal: Bool?
  package var speechFinal: Bool?
  package var fromFinalize: Bool?
  /// Seconds on the audio clock.
  package var start: Double?
  /// Seconds.
  package var duration: Double?
  /// From 0.
  package var channel: Int?
  /// Words that came with their times; empty where none did.
  package var words: [RecognizedWord]
  /// The service's id of the request it belongs to.
  package var requestID: String?

  package init(
    text: String, isFinal: Bool? = nil, speechFinal: Bool? = nil, fromFinalize: Bool? = nil, start: Double? = nil,
    duration: Double? = nil, channel: Int? = nil, words: [RecognizedWord] = [], requestID: String? = nil
  ) {
    self.text = text
    self.isFinal = isFinal
    self.speechFinal = speechFinal
    self.fromFinalize = fromFinalize
    self.start = start
    self.duration = duration
    self.channel = channel
    self.words = words
    self.requestID = requestID
  }

  /// Where on the audio clock it ends, in seconds.
  package var end: Double? {
    guard let start, let duration else { return nil }
    return start + duration
  }
}
