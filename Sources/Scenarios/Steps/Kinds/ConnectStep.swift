/// `connect`: the first connection of a session.
struct ConnectStep: StepKind {
  static let name = "connect"
  static let help = "Opens the connection."
  static let place = StepPlace.first

  static func read(_ entry: StepEntry) -> PlacedStep { entry.placed(.connect) }
}
