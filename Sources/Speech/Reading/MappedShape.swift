/// Messages as the profile's mapping describes them.
///
/// Error, metadata and ready go before the transcript, in this order. What the mapping does not describe is read as `auto` would where it
/// is no transcript (a relay's `pong`, the service's Metadata), and is unreadable else: a wrong path must not look like silence.
enum MappedShape {
  static func read(_ value: JSONValue, _ mapping: MessageMapping) -> Reading {
    let label = RelayShape.name(of: value)?.written
    if mapping.error?.holds(for: value) == true { return Reading(.error(RelayShape.errorText(value)), .mapping, label: label) }
    if mapping.metadata?.holds(for: value) == true { return Reading(.metadata(facts(value)), .mapping, label: label) }
    if mapping.ready?.holds(for: value) == true { return Reading(.ready, .mapping, label: label) }
    if let text = text(mapping.transcript.values(in: value)) {
      return Reading(.result(result(text, value, mapping)), .mapping, label: label)
    }
    if let known = DeepgramShape.read(value) ?? RelayShape.read(value) {
      if case .result = known.kind {} else { return known }
    }
    return Reading(.unreadable("no transcript at \(mapping.transcript.text), where the profile's mapping has it"), .unknown, label: label)
  }

  /// Nil where nothing of it is a text; null is the empty text.
  private static func text(_ found: [JSONValue]) -> String? {
    let texts = found.compactMap { $0.isNull ? "" : $0.string }
    return texts.isEmpty ? nil : texts.filter { !$0.isEmpty }.joined(separator: " ")
  }

  private static func result(_ text: String, _ value: JSONValue, _ mapping: MessageMapping) -> ResultText {
    var result = RelayShape.result(value, text: text, nil)
    result.isFinal = mapping.final?.holds(for: value)
    result.start = mapping.start.flatMap { $0.first(in: value)?.number }
    result.duration = mapping.duration.flatMap { $0.first(in: value)?.number }
    return result
  }

  /// What it tells, from the places where relays leave it.
  private static func facts(_ value: JSONValue) -> MetadataFacts {
    let places = [value, value["metadata"], value["data"], value["payload"]].compactMap(\.self)
    return places.lazy.compactMap(Metadata.facts(in:)).first ?? MetadataFacts()
  }
}
