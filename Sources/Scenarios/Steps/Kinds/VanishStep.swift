/// `vanish`: the client is gone without a word.
struct VanishStep: StepKind {
  static let name = "vanish"
  static let help = "Ends the TCP connection without a Close frame (RST)."
  static let place = StepPlace.leaving(byReset: true)

  static func read(_ entry: StepEntry) -> PlacedStep { entry.placed(.vanish) }
}
