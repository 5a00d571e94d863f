internal import Timeline

/// `pause: 2s`: nothing is done for a while.
struct PauseStep: StepKind {
  static let name = "pause"
  static let help = "Does nothing for so long: 10s, 20ms. Incoming messages are taken."
  static let argument = StepArgument.needed(SchemaParts.duration())
  static let place = StepPlace.waiting(afterReset: true)

  let length: Nanoseconds

  static func read(_ entry: StepEntry) throws(ConfigurationError) -> PlacedStep {
    entry.placed(.pause(try entry.needed("a duration", "pause: 2s").duration()))
  }

  var written: WrittenStep { .argument(DurationText.text(length)) }
  func words(_ around: StepSession) -> String { "pause \(DurationText.tenths(length.seconds)) s" }
}
