internal import Timeline

/// What was expected and what was found, in words.
enum ExpectationWords {
  static func wanted(_ expectation: Expectation) -> String {
    let subject = expectation.subject
    switch (expectation.atLeast, expectation.atMost) {
    case _ where subject == .order: return (expectation.order ?? []).map(\.rawValue).joined(separator: " before ")
    case _ where subject == .nothingAfterClose: return "no message after the relay's Close"
    case (let low?, let high?) where low == high: return value(low, of: subject)
    case (let low?, let high?): return "\(value(low, of: subject)) to \(value(high, of: subject))"
    case (let low?, nil): return "at least \(value(low, of: subject))"
    case (nil, let high?): return "at most \(value(high, of: subject))"
    case (nil, nil): return "anything"
    }
  }

  static func value(_ value: Double, of subject: Expectation.Subject) -> String {
    switch subject {
    case .firstResult, .firstFinal, .lastFinal, .closed, .latency: seconds(value)
    case .messages, .results, .interims, .finals, .metadata, .close, .wer, .order, .nothingAfterClose:
      value == value.rounded() ? decimal(value, 0) : decimal(value, 2)
    }
  }
}
