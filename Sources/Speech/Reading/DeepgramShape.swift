/// The service's own messages, read field by field so that what a relay left out does not hide the rest.
enum DeepgramShape {
  private static let types = [
    Results.type, Metadata.type, UtteranceEnd.type, SpeechStarted.type, ServiceError.type, "Warning",
  ]

  /// A message with one of the service's types and the fields that belong to it.
  static func read(_ value: JSONValue) -> Reading? {
    guard let type = value["type"]?.string else { return nil }
    let kind: ReadMessage.Kind? =
      switch type {
      case Results.type: results(value).map { .result($0) }
      case Metadata.type: metadata(value).map { .metadata($0) }
      case UtteranceEnd.type, SpeechStarted.type: .speechEvent
      case ServiceError.type: .error(RelayShape.errorText(value))
      case "Warning": .ready
      default: nil
      }
    return kind.map { kind in
      var reading = Reading(kind, .deepgram, .certain, label: type)
      reading.isServices = true
      return reading
    }
  }

  /// Why a JSON value is not one of the service's messages.
  static func whyNot(_ value: JSONValue) -> String {
    guard value.object != nil else { return "a JSON \(value.kindName), not one of the service's messages" }
    guard let type = value["type"]?.string else { return "not one of the service's messages: it has no \"type\"" }
    switch type {
    case Results.type: return "a Results message without channel.alternatives"
    case Metadata.type: return "a Metadata message without request_id, sha256, duration or channels"
    default:
      return "not one of the service's messages: its type is \"\(VisibleText.quote(type, limit: 60))\", theirs are "
        + types.joined(separator: ", ")
    }
  }

  /// The transcript of `channel.alternatives`, with or without a `type`.
  static func results(_ value: JSONValue) -> ResultText? {
    guard let alternatives = value["channel"]?["alternatives"]?.array else { return nil }
    let best = alternatives.first
    guard best == nil || best?["transcript"]?.string != nil else { return nil }
    var result = ResultText(text: best?["transcript"]?.string ?? "")
    result.isFinal = RelayShape.flag(value, ["is_final"])
    result.speechFinal = RelayShape.flag(value, ["speech_final"])
    result.fromFinalize = RelayShape.flag(value, ["from_finalize"])
    result.start = value["start"]?.number
    result.duration = value["duration"]?.number
    result.channel = value["channel_index"]?[0]?.integer
    result.words = words(best?["words"])
    result.requestID = value["metadata"]?["request_id"]?.string
    return result
  }

  /// The facts of a Metadata message; nil where none of its own fields is there.
  static func metadata(_ value: JSONValue) -> MetadataFacts? {
    let facts = MetadataFacts(
      duration: value["duration"]?.number, channels: value["channels"]?.integer, sha256: value["sha256"]?.string,
      requestID: value["request_id"]?.string)
    return facts == MetadataFacts() ? nil : facts
  }

  /// Whether an object without the type can only be a Metadata message.
  static func isSurelyMetadata(_ value: JSONValue) -> Bool {
    value["sha256"]?.string != nil || value["transaction_key"]?.string != nil
      || (value["duration"]?.number != nil && value["channels"]?.integer != nil)
  }

  /// The words that have their times.
  static func words(_ value: JSONValue?) -> [RecognizedWord] {
    (value?.array ?? []).compactMap { word in
      guard let text = (word["word"] ?? word["text"])?.string, let start = word["start"]?.number, let end = word["end"]?.number else {
        return nil
      }
      return RecognizedWord(
        word: text, start: start, end: end, confidence: word["confidence"]?.number, punctuatedWord: word["punctuated_word"]?.string)
    }
  }
}
