/// The `channel` of a `Results` message: the readings of one channel, best first.
package struct RecognizedChannel: Sendable, Hashable, Codable {
  package var alternatives: [Alternative]

  package init(alternatives: [Alternative]) { self.alternatives = alternatives }

  /// One reading of what was said.
  package struct Alternative: Sendable, Hashable, Codable {
    package var transcript: String
    /// 0…1; nil where the service gave none.
    package var confidence: Double?
    package var words: [RecognizedWord]

    package init(transcript: String, confidence: Double? = nil, words: [RecognizedWord] = []) {
      self.transcript = transcript
      self.confidence = confidence
      self.words = words
    }

    package init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      transcript = try container.decode(String.self, forKey: .transcript)
      confidence = try container.decodeIfPresent(Double.self, forKey: .confidence)
      words = try container.decodeIfPresent([RecognizedWord].self, forKey: .words) ?? []
    }
  }
}
