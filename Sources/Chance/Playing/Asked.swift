package import Timeline

/// Parameters that a client asks for in its own query, where an operator needs some to act on.
package enum Asked {
  package static let parameters = [
    HeaderField("language", "en"), HeaderField("utterance_end_ms", "1000"), HeaderField("vad_events", "true"),
  ]
}
