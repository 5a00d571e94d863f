internal import Speech
internal import Timeline

/// One kind of step, all of it in one file: its name, where it may stand, how it is read and written, what editors show, what a note says.
///
/// A value is one such step. What a client does in it is the player's.
protocol StepKind: Sendable {
  static var name: String { get }
  /// A sentence for editors and for the page on scenarios.
  static var help: String { get }
  static var argument: StepArgument { get }
  static var place: StepPlace { get }

  /// Reads one; what takes nothing is given no argument.
  static func read(_ entry: StepEntry) throws(ConfigurationError) -> PlacedStep

  var written: WrittenStep { get }
  /// What a note and the live display say, `around` it being what the session knows.
  func words(_ around: StepSession) -> String
  /// What of its note is gone by.
  var topic: Note.Topic? { get }
}

extension StepKind {
  static var argument: StepArgument { .none }
  static var place: StepPlace { .connected }
  var written: WrittenStep { .word }
  func words(_ around: StepSession) -> String { Self.name }
  var topic: Note.Topic? { nil }
}

/// What may stand behind a step's name.
enum StepArgument: Sendable {
  case none
  /// What editors are told of it.
  case optional(JSONValue)
  case needed(JSONValue)
}

/// Where a step may stand among the others of one client.
enum StepPlace: Sendable {
  /// It opens the connection: first, and once.
  case first
  /// Once there is a connection, and while the client has not left.
  case connected
  /// It sends nothing: also when the client has left; after a reset only what needs no answer.
  case waiting(afterReset: Bool)
  /// The client leaves.
  case leaving(byReset: Bool)
  /// It opens another connection, also when the client has left.
  case returning
  /// As the only step of a scenario.
  case alone(advice: String)
}

/// A step as the lines of a YAML list.
enum WrittenStep: Sendable {
  case word
  /// What stands behind the name, in the same line.
  case argument(String)
  /// Lines of a mapping, and the steps in it.
  case block([String], steps: [Step])
}

/// What a step's words may hang on besides itself.
struct StepSession: Sendable {
  /// The profile's.
  var stop: StopSignal
  /// Of the step's own audio.
  var streamSeconds: Double
}
