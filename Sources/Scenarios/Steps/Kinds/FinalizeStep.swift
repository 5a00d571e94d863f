/// `finalize`: the service's own message.
struct FinalizeStep: StepKind {
  static let name = "finalize"
  static let help = "The service's Finalize message, which a relay passes on: what was said so far is to become final."

  static func read(_ entry: StepEntry) -> PlacedStep { entry.placed(.finalize) }
}
