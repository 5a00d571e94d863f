/// The `channel` of a `Results` message: the readings of one channel, best first.
package struct RecognizedChannel: Sendable, Hashable {
  package var alternatives: [Alternative]

  package init(alternatives: [Alternative]) { self.alternatives = alternatives }

  /// One reading of what was said.
  package struct Alternative: Sendable, Hashable {
    package var transcript: String
    /// 0…1; nil where the service gave none.
    package var confidence: Double?
    package var words: [RecognizedWord]

    package init(transcript: String, confidence: Double? = nil, words: [RecognizedWord] = []) {
      self.transcript = transcript
      self.confidence = confidence
      self.words = words
    }
  }
}

extension RecognizedChannel: MessagePart {
  init(_ fields: MessageFields) throws(ServiceMessageFault) { alternatives = try fields.need("alternatives", .list(of: .part())) }

  var members: [String: JSONValue?] { ["alternatives": .list(alternatives)] }
}

extension RecognizedChannel.Alternative: MessagePart {
  init(_ fields: MessageFields) throws(ServiceMessageFault) {
    transcript = try fields.need("transcript", .string)
    confidence = try fields.find("confidence", .number)
    words = try fields.find("words", .list(of: .part())) ?? []
  }

  var members: [String: JSONValue?] {
    ["transcript": .string(transcript), "confidence": confidence.map { .number($0) }, "words": .list(words)]
  }
}
