/// The service's answer to a recording sent whole: `POST /v1/listen`.
package struct OneShotAnswer: Sendable, Hashable {
  /// As at the end of live listening, without its `type`.
  package var metadata: Metadata
  package var results: Recognized

  package init(metadata: Metadata, results: Recognized) {
    self.metadata = metadata
    self.results = results
  }

  package struct Recognized: Sendable, Hashable {
    package var channels: [RecognizedChannel]
    /// Only with `utterances=true`.
    package var utterances: [Utterance]?

    package init(channels: [RecognizedChannel], utterances: [Utterance]? = nil) {
      self.channels = channels
      self.utterances = utterances
    }
  }

  /// A stretch of speech between pauses.
  package struct Utterance: Sendable, Hashable {
    /// Seconds on the audio clock.
    package var start: Double
    package var end: Double
    /// 0…1.
    package var confidence: Double
    package var channel: Int
    package var transcript: String
    package var words: [RecognizedWord]

    package init(start: Double, end: Double, confidence: Double, channel: Int, transcript: String, words: [RecognizedWord]) {
      self.start = start
      self.end = end
      self.confidence = confidence
      self.channel = channel
      self.transcript = transcript
      self.words = words
    }
  }

  /// The answer as it goes over the wire: JSON with its members in the service's order, the same bytes every time.
  package func encoded() -> [UInt8] {
    let answer: JSONValue = ["metadata": metadata.json, "results": results.json]
    return Array(answer.serialized(leading: ServiceMessage.order).utf8)
  }
}

extension OneShotAnswer.Recognized {
  fileprivate var json: JSONValue {
    var members: [String: JSONValue] = ["channels": .list(channels)]
    if let utterances { members["utterances"] = .array(utterances.map(\.json)) }
    return .object(members)
  }
}

extension OneShotAnswer.Utterance {
  fileprivate var json: JSONValue {
    [
      "start": .number(start), "end": .number(end), "confidence": .number(confidence), "channel": .number(Double(channel)),
      "transcript": .string(transcript), "words": .list(words),
    ]
  }
}
