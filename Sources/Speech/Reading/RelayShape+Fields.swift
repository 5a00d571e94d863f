extension RelayShape {
  /// The message's name, from the first of the fields that relays put it in.
  static func name(of value: JSONValue) -> RelayMessageName? {
    for key in ["type", "event", "message_type", "messageType", "kind", "action"] {
      if let text = value[key]?.string { return RelayMessageName(text, isEvent: key == "event") }
    }
    return nil
  }

  /// Whether a transcript of this name is final, where the name says so.
  static func hint(_ name: RelayMessageName?) -> Bool? {
    if case .transcript(let isFinal) = name?.topic { isFinal } else { nil }
  }

  /// The first of some fields that is a boolean, or the word for one.
  static func flag(_ value: JSONValue, _ names: [String]) -> Bool? {
    for name in names {
      switch value[name] {
      case .bool(let flag): return flag
      case .string("true"): return true
      case .string("false"): return false
      default: continue
      }
    }
    return nil
  }

  /// A transcript with whatever else stands beside it.
  static func result(_ value: JSONValue, text: String, _ name: RelayMessageName?) -> ResultText {
    var result = ResultText(text: text)
    result.isFinal =
      flag(value, finalFlags)
      ?? flag(value, interimFlags).map { !$0 } ?? hint(name)
    result.speechFinal = flag(value, ["speech_final", "speechFinal"])
    result.fromFinalize = flag(value, ["from_finalize", "fromFinalize"])
    result.start = number(value, ["start", "start_time", "startTime"])
    result.duration =
      number(value, ["duration"])
      ?? number(value, ["end", "end_time", "endTime"]).flatMap { end in result.start.flatMap { end >= $0 ? end - $0 : nil } }
    result.channel =
      value["channel_index"]?[0]?.integer ?? value["channel_index"]?.integer ?? value["channelIndex"]?.integer
      ?? value["channel"]?.integer
    result.words = RecognizedWord.timed(in: value["words"])
    result.requestID = value["request_id"]?.string ?? value["requestId"]?.string ?? value["metadata"]?["request_id"]?.string
    return result
  }

  /// Whether the object tells of an error.
  static func hasError(_ value: JSONValue) -> Bool {
    switch value["error"] ?? value["err_msg"] {
    case nil, .null, .bool(false), .string(""): false
    default: true
    }
  }

  /// An error's text, from the fields that relays and the service put it in.
  static func errorText(_ value: JSONValue) -> String {
    var parts: [String] = []
    for key in ["variant", "code", "err_code", "description", "message", "error", "err_msg", "reason", "detail", "details", "text", "data"]
    {
      let part: String? =
        switch value[key] {
        case .string(let text): text
        case .number(let number) where key == "code": JSONValue.number(number).serialized()
        case .object: (value[key]?["message"] ?? value[key]?["description"] ?? value[key]?["err_msg"])?.string
        default: nil
        }
      if let part, !part.isEmpty, !parts.contains(part) { parts.append(part) }
    }
    return VisibleText.quote(parts.isEmpty ? value.serialized() : parts.joined(separator: ": "), limit: 300)
  }

  /// Why a JSON value is none of the known shapes.
  static func whyNot(_ value: JSONValue) -> String {
    guard let members = value.object else { return "a JSON \(value.kindName): no transcript in it" }
    guard !members.isEmpty else { return "an empty JSON object" }
    let names = members.keys.sorted()
    let shown = names.prefix(8).map { VisibleText.quote($0, limit: 40) }.joined(separator: ", ") + (names.count > 8 ? ", …" : "")
    if let name = name(of: value) {
      return "a JSON object of type \"\(VisibleText.quote(name.written, limit: 60))\" with no transcript that is known (members: \(shown))"
    }
    return "a JSON object with no transcript that is known (members: \(shown))"
  }

  private static func number(_ value: JSONValue, _ names: [String]) -> Double? {
    names.lazy.compactMap { value[$0]?.number }.first
  }
}
