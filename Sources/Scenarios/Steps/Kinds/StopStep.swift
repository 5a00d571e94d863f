internal import Timeline
internal import Yams

/// `stop`: the profile's stop message, or one of the scenario's own in its place.
struct StopStep: StepKind {
  static let name = "stop"
  static let help = "Says the profile's stop message, or another: a text, a JSON object, empty-binary, or close."
  static let argument = StepArgument.optional(StopReader.schema)

  /// Nil: the profile's.
  let signal: StopSignal?

  /// The same forms as a profile's `stop`.
  static func read(_ entry: StepEntry) throws(ConfigurationError) -> PlacedStep {
    guard let value = entry.argument else { return entry.placed(.stop) }
    if value.node.mapping != nil {
      return entry.placed(.alternativeStop(.text(try JSONText.compact(value) { text throws(ConfigurationError) in try text.text() })))
    }
    guard value.node.scalar != nil, !value.isNothing else { throw value.wrong("a stop message", allowed: StopReader.forms) }
    let text = try value.text()
    guard !text.isEmpty else { throw value.fault("'stop' is an empty text", allowed: StopReader.forms) }
    return entry.placed(.alternativeStop(StopReader.word(text) ?? .text(text)))
  }

  var written: WrittenStep { signal.map { .argument($0.yaml) } ?? .word }
  var topic: Note.Topic? { .stop }

  func words(_ around: StepSession) -> String {
    switch signal ?? around.stop {
    case .text(let text): "stop: text \"\(text)\""
    case .emptyBinary: "stop: an empty binary message"
    case .close: "stop: a Close frame"
    }
  }
}
