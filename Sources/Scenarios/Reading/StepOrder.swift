/// The order that steps must have: nothing is sent before a connection or after it.
struct StepOrder {
  private var connected = false
  /// The step with which the client left.
  private var gone: String?

  static func check(_ steps: [PlacedStep]) throws(ConfigurationError) {
    var order = StepOrder()
    for step in steps { try order.take(step) }
  }

  private mutating func take(_ step: PlacedStep) throws(ConfigurationError) {
    switch step.step {
    case .repeat(let times, _):
      // Twice shows what goes wrong between two rounds; a third can't be different from the second.
      for _ in 0..<min(2, times) {
        for inner in step.inner { try takeInner(inner, of: step.word) }
      }
    case .parallel:
      for inner in step.inner { try takeInner(inner, of: step.word) }
    default: try takePlain(step)
    }
  }

  private mutating func takeInner(_ inner: PlacedStep, of outer: String) throws(ConfigurationError) {
    guard inner.word != "parallel", inner.word != "one-shot" else {
      throw inner.entry.fault("step '\(inner.word)' stands inside '\(outer)'", advice: "it stands alone, as the only step of a scenario")
    }
    try take(inner)
  }

  private mutating func takePlain(_ step: PlacedStep) throws(ConfigurationError) {
    let word = step.word
    // Alone it needs no connection; `readAll` sees to that, and nothing that holds steps may hold it.
    if word == "one-shot" { return }
    guard connected || word == "connect" else {
      throw step.entry.fault("step '\(word)' stands before 'connect'", advice: "begin with 'connect'")
    }
    if connected, word == "connect" {
      throw step.entry.fault("a second 'connect'", advice: "'reconnect' opens another connection of the same session")
    }
    connected = true
    if word == "reconnect" { gone = nil }
    if let gone, !["pause", "await"].contains(word) || gone == "vanish" && word == "await" {
      throw step.entry.fault("step '\(word)' stands after '\(gone)', when the client has left")
    }
    if word == "close" || word == "vanish" { gone = word }
  }
}

extension Step {
  /// How many steps it comes to, repetitions counted; never above a limit that nobody needs.
  var count: Int {
    switch self {
    case .repeat(let times, let steps):
      let (product, tooMany) = steps.reduce(0) { min($0 + $1.count, 1 << 30) }.multipliedReportingOverflow(by: times)
      return tooMany ? 1 << 30 : min(product, 1 << 30)
    case .parallel(_, let steps): return steps.reduce(0) { min($0 + $1.count, 1 << 30) }
    default: return 1
    }
  }
}
