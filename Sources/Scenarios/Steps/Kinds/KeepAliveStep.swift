/// `keep-alive`: the service's own message.
struct KeepAliveStep: StepKind {
  static let name = "keep-alive"
  static let help = "The service's KeepAlive message, which a relay passes on."

  static func read(_ entry: StepEntry) -> PlacedStep { entry.placed(.keepAlive) }

  func words(_ around: StepSession) -> String { "keepAlive" }
}
