/// The shapes that relays give to their messages when they do not pass the service's on as they are.
enum RelayShape {
  /// How deep wrappers may stand inside one another.
  private static let maximumWrapping = 3
  private static let wrappers = [
    "data", "payload", "result", "results", "message", "msg", "body", "response", "content", "transcript", "transcription",
    "deepgram", "event", "value", "detail",
  ]
  private static let transcriptNames = ["transcript", "transcription"]
  private static let textNames = ["text", "sentence", "utterance"]
  private static let looseTextNames = ["content", "message", "data", "payload", "result", "value"]
  static let finalFlags = ["is_final", "isFinal", "final", "is_finalized", "finished"]
  static let interimFlags = ["is_partial", "isPartial", "partial", "is_interim", "isInterim", "interim"]

  /// Reads a JSON value in any shape but the service's own; nil where it is none that is known.
  static func read(_ value: JSONValue, wrapping: Int = 0) -> Reading? {
    switch value {
    case .object: object(value, wrapping: wrapping)
    case .string(let text): string(text, wrapping: wrapping)
    default: nil
    }
  }

  private static func object(_ value: JSONValue, wrapping: Int) -> Reading? {
    let name = name(of: value)
    if var result = Results.text(in: value) {
      result.isFinal = result.isFinal ?? hint(name)
      let shape: MessageShape = name?.isEvent == true ? .eventWrapper : .deepgramUntyped
      return Reading(.result(result), shape, name == nil ? .certain : .likely, label: name?.written)
    }
    switch name?.topic {
    case .error: return Reading(.error(errorText(value)), .control, label: name?.written)
    case .control: return Reading(.ready, .control, label: name?.written)
    case .speechEvent: return Reading(.speechEvent, .control, .likely, label: name?.written)
    case .metadata: return metadata(value, name)
    case .transcript: if let reading = named(value, name) { return reading }
    case .unknown, nil: if let reading = unnamed(value, name) { return reading }
    }
    return wrapped(value, name, wrapping: wrapping) ?? statement(value, name)
  }

  /// A message whose name says that it is a transcript.
  private static func named(_ value: JSONValue, _ name: RelayMessageName?) -> Reading? {
    let strict = transcriptNames + textNames
    guard
      let key = strict.first(where: { value[$0]?.string != nil }) ?? looseTextNames.first(where: { isBareText(value[$0]) })
        ?? strict.first(where: { value[$0]?.isNull == true })
    else { return nil }
    let confidence: ShapeConfidence = strict.contains(key) ? .certain : .likely
    let shape: MessageShape = name?.isEvent == true ? .eventWrapper : .typeText
    return Reading(.result(result(value, text: value[key]?.string ?? "", name)), shape, confidence, label: name?.written)
  }

  /// A message without a name, or with one that says nothing.
  private static func unnamed(_ value: JSONValue, _ name: RelayMessageName?) -> Reading? {
    let isFlagged = flag(value, finalFlags) != nil || flag(value, interimFlags) != nil
    func found(_ text: String, _ confidence: ShapeConfidence) -> Reading {
      Reading(
        .result(result(value, text: text, name)), .transcriptFlag, min(confidence, name == nil ? .certain : .likely), label: name?.written)
    }
    for key in transcriptNames {
      if let text = value[key]?.string { return found(text, isFlagged ? .certain : .likely) }
    }
    for key in textNames {
      guard let text = value[key]?.string else { continue }
      if isFlagged { return found(text, .certain) }
      if name == nil && !hasError(value) { return found(text, .guess) }
    }
    guard name == nil else { return nil }
    for (key, isFinal) in [("partial", false), ("interim", false), ("final", true)] {
      guard let text = value[key]?.string, text != "true", text != "false" else { continue }
      var reading = found(text, .likely)
      if case .result(var result) = reading.kind {
        result.isFinal = isFinal
        reading.kind = .result(result)
      }
      return reading
    }
    return nil
  }

  private static func metadata(_ value: JSONValue, _ name: RelayMessageName?) -> Reading? {
    for inner in [value["metadata"], value["data"], value["payload"], value].compactMap(\.self) {
      if let facts = Metadata.facts(in: inner) { return Reading(.metadata(facts), .metadataWrapper, .likely, label: name?.written) }
    }
    return nil
  }

  /// A message inside another.
  private static func wrapped(_ value: JSONValue, _ name: RelayMessageName?, wrapping: Int) -> Reading? {
    guard wrapping < maximumWrapping else { return nil }
    for key in wrappers {
      guard let inner = value[key].flatMap(unpacked), inner.object != nil else { continue }
      guard var reading = DeepgramShape.read(inner) ?? read(inner, wrapping: wrapping + 1) else { continue }
      if case .result(var result) = reading.kind {
        result.isFinal = result.isFinal ?? flag(value, finalFlags) ?? flag(value, interimFlags).map { !$0 } ?? hint(name)
        reading.kind = .result(result)
      }
      reading.shape = name?.isEvent == true ? .eventWrapper : .dataWrapper
      reading.confidence = min(reading.confidence, .likely)
      // An event is told from others by its own name.
      reading.label = reading.kind == .speechEvent && reading.isServices ? reading.label : name?.written ?? reading.label
      return reading
    }
    if let inner = value["metadata"], Metadata.isSurely(inner) || inner["request_id"]?.string != nil,
      let facts = Metadata.facts(in: inner)
    {
      return Reading(.metadata(facts), .metadataWrapper, .certain, label: name?.written)
    }
    if name == nil, Metadata.isSurely(value), let facts = Metadata.facts(in: value) {
      return Reading(.metadata(facts), .deepgramUntyped, .likely)
    }
    return nil
  }

  /// An object that says how things stand: `{"error":…}`, `{"status":"connected"}`, `{"ready":true}`.
  private static func statement(_ value: JSONValue, _ name: RelayMessageName?) -> Reading? {
    if hasError(value) { return Reading(.error(errorText(value)), .control, .likely, label: name?.written) }
    guard name == nil else { return nil }
    for key in ["status", "state"] {
      guard let text = value[key]?.string else { continue }
      if case .error = RelayMessageName(text, isEvent: false).topic {
        return Reading(.error(errorText(value)), .control, .likely, label: text)
      }
      return Reading(.ready, .control, .likely, label: text)
    }
    for key in ["ready", "connected", "ok", "success", "pong", "ping"] where value[key] == .bool(true) {
      return Reading(.ready, .control, .likely, label: key)
    }
    return nil
  }

  /// A JSON string: an object encoded twice, or the transcript alone.
  private static func string(_ text: String, wrapping: Int) -> Reading? {
    if let inner = unpacked(.string(text)), inner.object != nil {
      guard wrapping < maximumWrapping, var reading = DeepgramShape.read(inner) ?? read(inner, wrapping: wrapping + 1) else { return nil }
      reading.shape = .jsonString
      reading.confidence = min(reading.confidence, .likely)
      return reading
    }
    var reading = PlainTextShape.read(text, allowEmpty: true)
    if case .result = reading.kind { reading.shape = .jsonString }
    return reading
  }

  /// A value, or the JSON that a string holds.
  private static func unpacked(_ value: JSONValue) -> JSONValue? {
    guard let text = value.string else { return value }
    guard text.utf8.first(where: { !" \n\r\t".utf8.contains($0) }) == UInt8(ascii: "{") else { return nil }
    return try? JSONValue(parsing: Array(text.utf8))
  }

  private static func isBareText(_ value: JSONValue?) -> Bool { value?.string != nil && value.flatMap(unpacked) == nil }
}
