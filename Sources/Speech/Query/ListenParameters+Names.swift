extension ListenParameters {
  /// Parameters of live listening, by the service's API description; `filler_words` from its guides.
  package static let names: Set<String> = [
    "callback", "callback_method", "channels", "detect_entities", "diarize", "dictation", "encoding", "endpointing", "extra",
    "filler_words", "interim_results", "keyterm", "keywords", "language", "mip_opt_out", "model", "multichannel", "numerals",
    "profanity_filter", "punctuate", "redact", "replace", "sample_rate", "search", "smart_format", "tag", "utterance_end_ms",
    "vad_events", "version",
  ]
}
