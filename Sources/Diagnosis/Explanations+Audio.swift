extension Explanations {
  /// What a stream that is wrongly declared, or not the client's any more, brings with it.
  static let audio: [String: Set<String>] = {
    var edges: [String: Set<String>] = [:]
    func add(_ causes: [String], _ echoes: Set<String>) {
      for cause in causes { edges[cause, default: []].formUnion(echoes) }
    }
    // The service understands nothing, or something else: what comes back is missing or wrong.
    add(
      [
        "container-declared-for-raw-audio", "format-undeclared", "raw-declared-for-container-audio", "sample-rate-mismatch",
        "channel-count-mismatch", "encoding-mismatch", "audio-altered", "split-sample", "audio-sent-as-text", "audio-not-forwarded",
      ], ["audio-undecodable", "transcript-wrong", "results-not-forwarded"])
    add(["audio-lost-at-start", "audio-lost-at-end", "audio-lost", "audio-reordered", "audio-duplicated"], ["transcript-wrong"])
    add(["audio-undecodable"], ["transcript-wrong"])
    add(["audio-lost-at-start", "audio-lost-at-end"], ["audio-lost"])
    add(["split-sample"], ["audio-altered"])
    add(
      ["audio-sent-as-text"],
      ["audio-not-forwarded", "stop-forwarded-verbatim", "idle-timeout", "closed-before-final", "results-as-binary"])
    add(["audio-not-forwarded"], ["idle-timeout", "keepalive-missing", "closed-before-final"])
    // Nothing at all goes out until something comes that never comes.
    add(
      ["ready-signal-wrong"],
      [
        "audio-not-forwarded", "audio-held-back", "audio-undecodable", "idle-timeout", "keepalive-missing", "close-stream-missing",
        "close-stream-late", "closed-before-final", "results-not-forwarded", "audio-lost-at-end", "audio-lost", "stop-not-understood",
      ])
    add(
      ["control-sent-as-audio"],
      ["close-stream-missing", "close-stream-late", "stop-not-understood", "idle-timeout", "keepalive-missing", "closed-before-final"])
    add(["empty-audio-frame"], ["closed-before-final", "audio-lost-at-end", "audio-lost", "close-stream-missing", "results-dropped"])
    add(
      ["audio-held-back"],
      [
        "idle-timeout", "keepalive-missing", "pacing-bursty", "pacing-too-fast", "chunk-size-unsuitable", "results-held-back",
        "results-slow", "slow-start", "audio-not-forwarded",
      ])
    add(["parameters-not-forwarded"], ["interim-results-missing", "transcript-wrong"])
    // A hop that is over carries nothing any more.
    add(
      [
        "early-break", "close-stream-early", "closed-before-final", "relay-crashed", "idle-timeout", "backpressure-ignored",
        "message-too-big", "protocol-violation",
      ],
      ["audio-lost-at-end", "audio-lost"])
    return edges
  }()
}
