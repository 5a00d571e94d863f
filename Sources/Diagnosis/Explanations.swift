/// What explains what: a cause, and the rules that fire as its echo. An edge from A to B means that B, where it fires beside A, is A's
/// consequence and no second cause.
enum Explanations {
  private static let symptoms: Set<String> = ["no-messages", "no-final", "unexpected-close", "expectation-failed"]

  private static let edges: [String: Set<String>] = [
    "relay-crashed": [
      "relay-unreachable", "handshake-refused", "closed-before-final", "close-frame-missing", "close-stream-missing", "results-dropped",
      "service-hop-left-open", "early-break",
    ],
    "container-declared-for-raw-audio": ["audio-undecodable"],
    "format-undeclared": ["audio-undecodable"],
    "raw-declared-for-container-audio": ["sample-rate-mismatch", "channel-count-mismatch", "encoding-mismatch", "chunk-size-unsuitable"],
    "sample-rate-mismatch": ["raw-declared-for-container-audio", "chunk-size-unsuitable"],
    "early-break": [
      "closed-before-final", "close-not-relayed", "close-stream-missing", "results-not-forwarded", "close-frame-missing",
      "results-dropped", "service-hop-left-open",
    ],
    "results-not-forwarded": ["close-not-relayed"],
    "close-stream-missing": [
      "closed-before-final", "close-not-relayed", "service-hop-left-open", "close-stream-late", "results-dropped", "idle-timeout",
      "keepalive-missing",
    ],
    "close-stream-early": [
      "closed-before-final", "close-not-relayed", "close-stream-missing", "early-break", "results-dropped", "results-not-forwarded",
      "service-hop-left-open", "stop-not-understood",
    ],
    "close-stream-late": ["results-slow", "service-hop-left-open"],
    "closed-before-final": ["close-frame-missing", "results-dropped", "service-hop-left-open"],
    "close-frame-missing": ["close-code-lost"],
    "stop-not-understood": [
      "close-stream-missing", "close-stream-late", "closed-before-final", "close-not-relayed", "results-dropped", "service-hop-left-open",
    ],
    "stop-forwarded-verbatim": [
      "close-stream-missing", "close-stream-late", "closed-before-final", "results-dropped", "service-hop-left-open", "stop-not-understood",
    ],
    "control-sent-as-audio": ["service-hop-left-open"],
    "ready-signal-wrong": ["service-hop-left-open"],
    "idle-timeout": ["keepalive-missing", "results-dropped"],
    "pacing-too-fast": ["pacing-bursty", "results-slow"],
    "pacing-too-slow": ["results-slow", "pacing-bursty"],
    "pacing-bursty": ["results-slow"],
    "chunk-size-unsuitable": ["pacing-bursty", "results-slow"],
    "slow-start": ["results-slow", "pacing-bursty"],
    "results-crossed": [
      "results-dropped", "results-altered", "results-duplicated", "results-reordered", "transcript-wrong", "closed-before-final",
      "early-break", "results-held-back", "results-not-forwarded", "empty-audio-frame", "audio-not-forwarded",
    ],
    "results-held-back": ["results-slow", "slow-start"],
    "results-duplicated": ["results-reordered"],
    "results-altered": ["transcript-wrong", "results-dropped", "results-duplicated"],
    "results-dropped": ["interim-results-missing", "closed-before-final"],
    "results-unparseable": [
      "results-not-forwarded", "results-dropped", "early-break", "message-shape-unknown", "results-as-binary", "closed-before-final",
    ],
    "results-as-binary": ["results-not-forwarded", "message-shape-unknown"],
    "protocol-violation": [
      "results-unparseable", "relay-crashed", "results-dropped", "message-shape-unknown", "close-frame-missing", "results-altered",
      "close-code-lost", "closed-before-final", "early-break", "results-not-forwarded",
    ],
    "message-too-big": [
      "relay-crashed", "closed-before-final", "service-hop-left-open", "close-stream-missing", "results-dropped", "chunk-size-unsuitable",
    ],
    "backpressure-ignored": [
      "relay-crashed", "ping-unanswered", "closed-before-final", "results-dropped", "early-break", "close-stream-missing",
      "service-hop-left-open", "results-not-forwarded", "close-stream-late",
    ],
  ]

  /// Nothing that comes after can be judged where one of these fired.
  private static let gates: Set<String> = [
    "relay-unreachable", "tls-failed", "handshake-refused", "service-refused", "service-refusal-hidden", "service-never-dialled",
  ]

  static func explains(_ cause: String, _ other: String) -> Bool {
    guard cause != other else { return false }
    // A symptom whose cause nobody found is still what made the scenario's expectation fail.
    if symptoms.contains(cause) { return other == "expectation-failed" }
    // A relay that died in an open session is why the next one is not let in, and not the other way round.
    if gates.contains(cause) { return !gates.contains(other) && other != "relay-crashed" }
    return symptoms.contains(other) || edges[cause]?.contains(other) == true
      || audio[cause]?.contains(other) == true
  }

  /// One fault of one party looks different under another client: a chunk that is dropped is a gap, and the end of the stream where all of it is
  /// silence; a sleep after each message is too short for long chunks and too long for short ones.
  private static let families: [Set<String>] = [
    ["audio-lost-at-start", "audio-lost-at-end", "audio-lost", "audio-altered", "audio-reordered", "audio-duplicated"],
    ["pacing-too-fast", "pacing-too-slow", "pacing-bursty"],
  ]

  static func isOneFault(_ cause: String, _ other: String) -> Bool { families.contains { $0.contains(cause) && $0.contains(other) } }

  /// What a cause in some sessions does to others, in which it cannot show itself. A relay that died lets nobody in; one that ends its stream
  /// late or never when its client says stop does so when its client just leaves; one that collects audio until the stop keeps it where none
  /// comes; one that reads no more after a first final has lost nothing where there is but one, and still misses the service's close.
  /// And an expectation is an error by itself only in a run in which nothing else was found.
  static func isFelt(beyondItsSession cause: String, by other: String) -> Bool {
    switch cause {
    case _ where other == "expectation-failed": true
    case "relay-crashed": gates.contains(other)
    case "close-stream-missing", "close-stream-late": other == "service-hop-left-open"
    case "audio-held-back": other == "audio-not-forwarded"
    case "early-break": other == "close-not-relayed"
    default: false
    }
  }

  /// The one warning that costs results all the same: audio that arrives too slowly is not through when its client gives up.
  static func isError(_ other: String, becauseOf warning: String) -> Bool { warning == "pacing-too-slow" && other == "expectation-failed" }
}
