/// What explains what: a cause, and the rules that fire as its echo. An edge from A to B means that B, where it fires beside A, is A's
/// consequence and no second cause.
enum Explanations {
  private static let symptoms: Set<String> = ["no-messages", "no-final", "unexpected-close", "expectation-failed"]

  private static let edges: [String: Set<String>] = [
    "container-declared-for-raw-audio": ["audio-undecodable"],
    "format-undeclared": ["audio-undecodable"],
    "raw-declared-for-container-audio": ["sample-rate-mismatch", "channel-count-mismatch", "encoding-mismatch", "chunk-size-unsuitable"],
    "sample-rate-mismatch": ["raw-declared-for-container-audio", "chunk-size-unsuitable"],
    "early-break": ["closed-before-final", "close-not-relayed", "close-stream-missing", "results-not-forwarded", "close-frame-missing"],
    "results-not-forwarded": ["close-not-relayed"],
    "close-stream-missing": ["idle-timeout", "service-hop-left-open", "keepalive-missing", "closed-before-final", "close-not-relayed"],
    "closed-before-final": ["close-frame-missing"],
  ]

  /// Nothing that comes after can be judged where one of these fired.
  private static let gates: Set<String> = [
    "relay-unreachable", "tls-failed", "handshake-refused", "service-refused", "service-refusal-hidden", "service-never-dialled",
  ]

  static func explains(_ cause: String, _ other: String) -> Bool {
    guard cause != other else { return false }
    // A symptom whose cause nobody found is still what made the scenario's expectation fail.
    if symptoms.contains(cause) { return other == "expectation-failed" }
    if gates.contains(cause) { return !gates.contains(other) }
    return symptoms.contains(other) || edges[cause]?.contains(other) == true
      || audio[cause]?.contains(other) == true
  }
}
