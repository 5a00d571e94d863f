/// One word with its place on the audio clock.
package struct RecognizedWord: Sendable, Hashable {
  package var word: String
  /// Seconds on the audio clock.
  package var start: Double
  /// Seconds on the audio clock.
  package var end: Double
  /// 0…1; nil where the service gave none.
  package var confidence: Double?
  /// The word as a sentence writes it; only with `punctuate` or `smart_format`.
  package var punctuatedWord: String?

  package init(word: String, start: Double, end: Double, confidence: Double? = nil, punctuatedWord: String? = nil) {
    self.word = word
    self.start = start
    self.end = end
    self.confidence = confidence
    self.punctuatedWord = punctuatedWord
  }
}

extension RecognizedWord: MessagePart {
  init(_ fields: MessageFields) throws(ServiceMessageFault) {
    word = try fields.need("word", .string)
    start = try fields.need("start", .number)
    end = try fields.need("end", .number)
    confidence = try fields.find("confidence", .number)
    punctuatedWord = try fields.find("punctuated_word", .string)
  }

  var members: [String: JSONValue?] {
    [
      "word": .string(word), "start": .number(start), "end": .number(end), "confidence": confidence.map { .number($0) },
      "punctuated_word": punctuatedWord.map { .string($0) },
    ]
  }

  /// The words of an array that have their times; relays write `text` too.
  static func timed(in value: JSONValue?) -> [RecognizedWord] {
    (value?.array ?? []).compactMap { word in
      guard let text = (word["word"] ?? word["text"])?.string, let start = word["start"]?.number, let end = word["end"]?.number else {
        return nil
      }
      return RecognizedWord(
        word: text, start: start, end: end, confidence: word["confidence"]?.number, punctuatedWord: word["punctuated_word"]?.string)
    }
  }
}
