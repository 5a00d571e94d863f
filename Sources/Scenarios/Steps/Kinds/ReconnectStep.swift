/// `reconnect`: a second connection of the same session.
struct ReconnectStep: StepKind {
  static let name = "reconnect"
  static let help = "Ends the connection, where it is still there, and opens another one of the same session."
  static let place = StepPlace.returning

  static func read(_ entry: StepEntry) -> PlacedStep { entry.placed(.reconnect) }
}
