internal import Audio
internal import Timeline

/// Audio that is declared as something else, and parameters that get lost.
enum DeclaringDepartures {
  static let all: [Departure] = [
    Departure("wrong-encoding", .relay, ["encoding-mismatch"]) { draw, pen in
      let others: [AudioFormat.Encoding] = [.mulaw, .alaw, .linear32]
      return Dialling.setting(pen, "declared another encoding", ["encoding": others[draw.variant % others.count].rawValue])
    },
    Departure("wrong-rate", .relay, ["sample-rate-mismatch"]) { draw, pen in
      Dialling.setting(pen, "declared another rate", ["sample_rate": ["16000", "48000", "22050", "8000"][draw.variant % 4]])
    },
    Departure("wrong-channels", .relay, ["channel-count-mismatch"]) { _, pen in
      Dialling.setting(pen, "declared another number of channels", ["channels": "2"])
    },
    Departure("adds-container", .relay, ["container-declared-for-raw-audio"]) { _, pen in
      Dialling.setting(pen, "declared a container", ["container": "wav"])
    },
    Departure("no-declaration", .relay, ["format-undeclared", "container-declared-for-raw-audio"]) { _, pen in
      Dialling.setting(pen, "declared nothing", ["encoding": nil, "sample_rate": nil, "channels": nil])
    },
    // What needs them is refused then.
    Departure("no-interims", .relay, ["interim-results-missing", "parameters-not-forwarded", "service-refused"]) { _, pen in
      Dialling.setting(pen, "did not ask for interims", ["interim_results": nil])
    },
    Departure("drops-parameters", .relay, ["parameters-not-forwarded"]) { _, pen in
      Dialling.setting(pen, "lost the client's parameters", ["language": nil, "utterance_end_ms": nil, "vad_events": nil])
    }.with { $0.asks = Asked.parameters },
    Departure("overrides-parameters", .relay, ["parameters-not-forwarded"]) { _, pen in
      Dialling.setting(pen, "put its own in place of the client's parameters", ["language": "de"])
    }.with { $0.asks = Asked.parameters },
  ]
}
