/// The ids of all root causes and last resorts that a scenario may name in `provokes`.
///
/// An id never changes its meaning; the list is longer than the rules that this version checks.
package enum RuleIDs {
  package static let all: [String] = [
    // Getting in
    "relay-unreachable", "tls-failed", "handshake-refused", "service-refused", "service-refusal-hidden", "service-never-dialled",
    "ready-signal-wrong",
    // Declaring the audio
    "container-declared-for-raw-audio", "raw-declared-for-container-audio", "format-undeclared", "sample-rate-mismatch",
    "channel-count-mismatch", "encoding-mismatch", "parameters-not-forwarded", "audio-undecodable",
    // Carrying the audio
    "audio-not-forwarded", "audio-lost-at-start", "audio-lost-at-end", "audio-lost", "audio-altered", "audio-reordered",
    "audio-duplicated", "audio-sent-as-text", "control-sent-as-audio", "audio-held-back", "empty-audio-frame", "split-sample",
    // Pace
    "pacing-too-fast", "pacing-too-slow", "pacing-bursty", "chunk-size-unsuitable", "idle-timeout", "keepalive-missing",
    // Ending the stream
    "close-stream-missing", "close-stream-early", "close-stream-late", "stop-not-understood", "stop-forwarded-verbatim",
    "closed-before-final",
    "service-hop-left-open", "close-not-relayed", "close-code-lost", "close-frame-missing", "relay-crashed",
    // Bringing results back
    "results-not-forwarded", "early-break", "results-held-back", "results-dropped", "results-duplicated", "results-reordered",
    "results-altered", "results-unparseable", "results-as-binary", "results-crossed", "interim-results-missing", "results-slow",
    "transcript-wrong",
    // The WebSocket itself
    "protocol-violation", "ping-unanswered", "message-too-big", "backpressure-ignored",
    // Last resort
    "no-messages", "no-final", "unexpected-close", "unexplained", "slow-start",
  ]
}
