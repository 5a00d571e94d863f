package import Timeline

extension Matrix {
  /// What ROOT-CAUSES says that a client alone can tell of a fault.
  package enum ClientView: Sendable, Equatable {
    /// Its row gives the client hop a sign that no other row has.
    case told
    /// The client sees that something is wrong, and another row looks the same from there.
    case shared(String)
    /// Nothing of it is to be seen from there.
    case unseen(String)
  }

  /// - Parameter fault: A fault's name, as in `lab faults`.
  package static func clientView(of fault: String, rule: String, party: Party) -> ClientView {
    if let why = unseen[fault] { return .unseen(why) }
    // What the client does wrong stands in its own frames.
    if party == .client { return .told }
    if let why = shared[rule] { return .shared(why) }
    return .told
  }

  private static let unseen = [
    "service-hop-left-open": "the row names nothing on the client hop: the client has left",
    "interim-results-missing": "finals only may be all that a relay is for",
    "results-dropped:interims": "finals only may be all that a relay is for",
    "chunk-size-unsuitable": "chunks are measured where they go out: behind the relay",
    "pacing-too-fast:relay": "pace is measured where it goes wrong: behind the relay",
    "pacing-too-slow:relay": "pace is measured where it goes wrong: behind the relay",
    "pacing-bursty": "bursts are measured where they go out: behind the relay",
    "close-code-lost": "a 1000 without a reason is how healthy sessions end",
  ]

  private static let shared = [
    "service-refusal-hidden": "accepted, then silence: as with a relay that never dials",
    "service-never-dialled": "accepted, then silence: as with a refusal that is hidden",
    "ready-signal-wrong": "never starts: as with a relay that forwards no audio",
    "format-undeclared": "0 messages with raw audio: as with a container declared for it",
    "encoding-mismatch": "empty or garbled results: as with a wrong rate, or altered audio",
    "parameters-not-forwarded": "no interims: as where they are dropped, or never asked for",
    "audio-undecodable": "a fallback: 0 or empty results",
    "audio-not-forwarded": "0 messages, the hash of nothing: as with audio sent as text",
    "audio-altered": "another hash at equal duration: as with audio reordered",
    "audio-reordered": "another hash at equal duration: as with audio altered",
    "control-sent-as-audio": "no final, no Metadata: as with a CloseStream never sent",
    "close-stream-missing": "no Metadata after the stop: as with a CloseStream sent as audio",
    "close-code-lost": "1011 without a reason: as with a relay that failed at the end",
    "relay-crashed": "1006 or 1011 in mid-stream: as with a broken network",
    "results-not-forwarded": "0 messages and a normal close: as with a service that says nothing",
    "results-altered": "other words: as with a service that hears other words",
    "results-slow": "late results: as with audio held back",
    "transcript-wrong": "other words: as with results that the relay altered",
    "no-messages": "last resort: the symptom stands, no cause was found",
    "no-final": "last resort: the symptom stands, no cause was found",
    "unexpected-close": "last resort: the symptom stands, no cause was found",
    "slow-start": "last resort: the symptom stands, no cause was found",
  ]
}
