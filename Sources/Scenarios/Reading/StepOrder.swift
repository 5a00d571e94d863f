/// The order that steps must have: nothing is sent before a connection or after it.
struct StepOrder {
  private var connected = false
  /// The step with which the client left, and whether that was a reset.
  private var gone: (name: String, byReset: Bool)?

  static func check(_ steps: [PlacedStep]) throws(ConfigurationError) {
    var order = StepOrder()
    for step in steps { try order.take(step) }
  }

  private mutating func take(_ step: PlacedStep) throws(ConfigurationError) {
    guard step.inner.isEmpty else {
      // Twice shows what goes wrong between two rounds; a third can't be different from the second.
      for _ in 0..<min(2, step.rounds) {
        for inner in step.inner { try takeInner(inner, of: step.kind.name) }
      }
      return
    }
    try takePlain(step)
  }

  private mutating func takeInner(_ inner: PlacedStep, of outer: String) throws(ConfigurationError) {
    if case .alone = inner.kind.place {
      throw inner.entry.fault(
        "step '\(inner.kind.name)' stands inside '\(outer)'", advice: "it stands alone, as the only step of a scenario")
    }
    try take(inner)
  }

  private mutating func takePlain(_ step: PlacedStep) throws(ConfigurationError) {
    let name = step.kind.name
    switch step.kind.place {
    case .alone:
      // It needs no connection; `readAll` sees to that, and nothing that holds steps may hold it.
      return
    case .first:
      if connected { throw step.entry.fault("a second 'connect'", advice: "'reconnect' opens another connection of the same session") }
      connected = true
    case .returning:
      try needConnection(step)
      gone = nil
    case .waiting(let afterReset):
      try needConnection(step)
      if gone?.byReset == true, !afterReset { throw left(step) }
    case .connected:
      try needConnection(step)
      if gone != nil { throw left(step) }
    case .leaving(let byReset):
      try needConnection(step)
      if gone != nil { throw left(step) }
      gone = (name, byReset)
    }
  }

  private func needConnection(_ step: PlacedStep) throws(ConfigurationError) {
    guard !connected else { return }
    throw step.entry.fault("step '\(step.kind.name)' stands before 'connect'", advice: "begin with 'connect'")
  }

  private func left(_ step: PlacedStep) -> ConfigurationError {
    step.entry.fault("step '\(step.kind.name)' stands after '\(gone?.name ?? "")', when the client has left")
  }
}
