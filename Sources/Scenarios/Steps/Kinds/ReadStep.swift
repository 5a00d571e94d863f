internal import Timeline

/// `read: stop`, `read: resume`: whether bytes are taken off the socket.
struct ReadStep: StepKind {
  static let name = "read"
  static let help = "Leaves incoming bytes on the socket, as a page in the background does, or takes them again."
  static let argument = StepArgument.needed(SchemaParts.word(words))
  private static let words = ["stop", "resume"]

  let isReading: Bool

  static func read(_ entry: StepEntry) throws(ConfigurationError) -> PlacedStep {
    let word = try entry.needed("a word", "read: stop", "read: resume").oneOf(words)
    return entry.placed(.read(word == "resume"))
  }

  var written: WrittenStep { .argument(isReading ? "resume" : "stop") }
  func words(_ around: StepSession) -> String { isReading ? "read again" : "stop reading" }
  var topic: Note.Topic? { isReading ? .readAgain : .stopReading }
}
