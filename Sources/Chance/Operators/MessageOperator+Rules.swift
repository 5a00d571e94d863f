internal import Timeline

extension MessageOperator {
  /// Rows of ROOT-CAUSES that describe what it does; empty: there is none.
  var rules: Set<String> {
    switch party {
    case .service: verb == .delay && link == .serviceToRelay && subject != .close ? ["results-slow"] : []
    case .client: clientRules
    default: relayRules
    }
  }

  private var clientRules: Set<String> {
    switch (subject, verb) {
    case (.audio, .split): ["split-sample", "chunk-size-unsuitable"]
    case (.audio, .join): ["chunk-size-unsuitable", "pacing-bursty"]
    case (.audio, .retype): ["audio-sent-as-text", "protocol-violation"]
    case (.stop, .drop), (.stop, .alter): ["close-stream-missing", "stop-not-understood"]
    case (.stop, .retype): ["close-stream-missing", "stop-not-understood", "control-sent-as-audio"]
    default: []
    }
  }

  private var relayRules: Set<String> {
    switch subject {
    case .audio: audioRules
    case .stop, .closeStream: endingRules
    case .keepAlive:
      switch verb {
      case .drop, .delay: ["keepalive-missing", "idle-timeout"]
      case .alter: ["keepalive-missing", "idle-timeout", "unexpected-close"]
      // What is taken for audio may lie in a buffer until more comes.
      case .retype: ["control-sent-as-audio", "keepalive-missing", "idle-timeout", "audio-altered"]
      default: []
      }
    // A relay that converts audio converts that too: nobody can read it any more.
    case .finalize: verb == .retype ? ["control-sent-as-audio", "audio-altered"] : []
    case .interim, .final, .metadata, .speechEvent: resultRules
    case .ping, .pong: ["ping-unanswered"]
    case .close: closeRules
    }
  }

  private var audioRules: Set<String> {
    switch verb {
    case .drop, .swallow: ["audio-lost", "audio-lost-at-start", "audio-lost-at-end", "audio-not-forwarded"]
    case .repeat: ["audio-duplicated"]
    // What was late is made up for.
    case .delay: ["audio-held-back", "pacing-bursty", "results-slow", "pacing-too-slow", "pacing-too-fast", "close-stream-late"]
    // What waits for more to overtake it is late, and made up for all at once, and never comes where no more does: the end, or a piece before one
    // that did not have to wait.
    case .move:
      [
        "audio-reordered", "audio-held-back", "audio-not-forwarded", "audio-lost-at-start", "audio-lost-at-end", "audio-lost",
        "pacing-too-fast",
      ]
    case .alter: ["audio-altered"]
    case .split: variant % 2 == 0 ? ["split-sample", "chunk-size-unsuitable"] : ["chunk-size-unsuitable"]
    case .join: ["chunk-size-unsuitable", "pacing-bursty", "audio-held-back"]
    // What the relay takes for text goes nowhere.
    case .retype:
      link == .clientToRelay
        ? ["audio-sent-as-text", "audio-lost", "audio-lost-at-start", "audio-lost-at-end", "audio-not-forwarded"] : ["audio-sent-as-text"]
    // An empty message ends the stream: in front of all audio, before there was any.
    case .invent: variant % 2 == 0 ? ["empty-audio-frame", "close-stream-early"] : ["audio-altered", "audio-duplicated"]
    case .retag: []
    }
  }

  private var endingRules: Set<String> {
    switch (verb, subject) {
    case (.retype, .stop): ["close-stream-missing", "stop-not-understood", "stop-forwarded-verbatim", "control-sent-as-audio"]
    case (.drop, .stop), (.alter, .stop): ["close-stream-missing", "stop-not-understood", "stop-forwarded-verbatim"]
    // Behind a client that hung up, nobody is told of the end.
    case (.drop, _): ["close-stream-missing", "service-hop-left-open"]
    case (.alter, _): ["close-stream-missing", "stop-forwarded-verbatim", "unexpected-close", "service-hop-left-open"]
    case (.retype, _): ["control-sent-as-audio", "close-stream-missing", "audio-altered", "service-hop-left-open"]
    // Where the relay says it in the middle, audio waits behind it.
    case (.delay, _): ["close-stream-late", "service-hop-left-open", "audio-held-back"]
    default: []
    }
  }

  private var resultRules: Set<String> {
    switch verb {
    case .drop, .swallow: ["results-dropped", "results-not-forwarded", "early-break", "closed-before-final"]
    case .repeat: ["results-duplicated"]
    // What waits until the session is over never comes; what waits holds back what is behind it.
    case .delay:
      [
        "results-slow", "results-held-back", "results-dropped", "closed-before-final", "early-break", "close-not-relayed",
        "close-frame-missing", "close-code-lost", "results-not-forwarded",
      ]
    // What waits for more to overtake it is late, and at the end never comes.
    case .move: ["results-reordered", "results-held-back", "results-slow", "results-dropped"]
    case .alter: ["results-altered", "transcript-wrong"]
    case .split: ["results-unparseable"]
    // What waits for another to be joined with never comes where none follows.
    case .join: ["results-unparseable", "results-dropped", "closed-before-final", "results-slow", "results-held-back"]
    case .retype: ["results-as-binary"]
    case .retag:
      variant % 3 == 0 || subject == .metadata
        ? ["results-crossed", "results-altered"]
        // A relay that passes finals only keeps back what is none any more.
        : subject == .final ? ["results-altered", "results-dropped", "results-not-forwarded"] : ["results-altered"]
    case .invent: ["results-altered", "results-duplicated", "results-crossed"]
    }
  }

  private var closeRules: Set<String> {
    switch (verb, link) {
    case (.drop, .serviceToRelay), (.delay, .serviceToRelay): ["close-not-relayed", "close-code-lost"]
    // What waits until the connection is over never comes; a failure's code goes with it.
    case (.drop, .relayToClient), (.delay, .relayToClient): ["close-frame-missing", "close-not-relayed", "close-code-lost"]
    case (.alter, .relayToClient), (.alter, .serviceToRelay): ["close-code-lost"]
    // Who does not hear of the client's Close does not answer it.
    case (.drop, .clientToRelay), (.delay, .clientToRelay): ["service-hop-left-open", "close-stream-missing", "close-frame-missing"]
    default: ["service-hop-left-open", "close-stream-missing"]
    }
  }
}
