internal import Timeline

/// The causes that the inference weighs. What they look like is recorded from the lab, and stands here only where the lab can't play it: how a
/// relay ends a session that has no service behind it, when something breaks, which of the results are gone, and how words are changed. A
/// cause that a client's own frames prove is not among them: it needs no inference.
package enum HypothesisTable {
  package static let all: [Suspect] = gettingIn + declaring + carrying + ending + results

  private static let anyEnd: Set<Sign> = [
    .endsInMidStream, .endsPromptly, .endsLate, .neverEnds, .normalClose, .failureClose, .noCloseFrame,
  ]
  private static let anyWords: Set<Sign> = [.words, .whole, .headOnly, .tailOnly, .gaps, .garbled]

  /// Gone at some moment of the audio, whichever that is.
  private static let broken: Set<Sign> = [
    .silence, .wordless, .words, .headOnly, .whole, .noFinal, .oneFinal, .finals, .noMetadata, .endsAtTheStart, .endsInMidStream,
    .noCloseFrame, .failureClose,
  ]

  private static let gettingIn = [
    Suspect(
      "service-refusal-hidden", "service refused the relay, which hides it", seenBy: "the service's answer to the relay",
      byHand: anyEnd.union([.endsAtTheStart, .silence, .noMetadata, .atOnce, .afterAWhile])),
    Suspect(
      "service-never-dialled", "relay never dialled the service", seenBy: "whether the relay dials at all",
      byHand: anyEnd.union([.endsAtTheStart, .silence, .noMetadata, .atOnce, .afterAWhile])),
    Suspect(
      "ready-signal-wrong", "relay waits for a message that comes only at the end", seenBy: "whether any audio arrives before the timeout"),
    Suspect(
      "no-messages", "service took the audio and said nothing", party: .service, seenBy: "whether the service sends anything",
      byHand: anyEnd.union([.silence, .noMetadata])),
  ]

  private static let declaring = [
    Suspect("container-declared-for-raw-audio", "container=wav declared for headerless PCM", seenBy: "the relay's query"),
    Suspect("format-undeclared", "raw audio, and no encoding declared", seenBy: "the relay's query"),
    Suspect("raw-declared-for-container-audio", "raw audio declared for WAV", seenBy: "the query and the first bytes", needs: .header),
    Suspect("sample-rate-mismatch", "another sample rate declared than sent", seenBy: "the rate that the relay declares", of: .raw),
    Suspect(
      "channel-count-mismatch", "another number of channels declared than sent", seenBy: "the channels that the relay declares", of: .raw),
    Suspect("encoding-mismatch", "another encoding declared than sent", seenBy: "the encoding that the relay declares", of: .raw),
    Suspect(
      "audio-undecodable", "the service can't decode the audio", seenBy: "what the service makes of the audio",
      byHand: anyEnd.union([.silence, .wordless, .durationZero, .durationRight, .noFinal])),
  ]

  private static let carrying = [
    Suspect("audio-not-forwarded", "no audio reached the service", seenBy: "whether audio arrives there"),
    Suspect("audio-lost-at-start", "audio lost before the service was connected", seenBy: "which bytes arrive first"),
    Suspect("audio-lost-at-end", "the end of the audio was lost", seenBy: "which bytes arrive last"),
    Suspect("audio-lost", "audio lost on the way", seenBy: "which bytes arrive"),
    Suspect("audio-altered", "audio changed on the way", seenBy: "the bytes that arrive"),
    Suspect("audio-reordered", "audio reordered on the way", seenBy: "the order of the bytes"),
    Suspect("audio-duplicated", "audio sent twice", seenBy: "the bytes that arrive"),
    Suspect("audio-sent-as-text", "audio sent as text", seenBy: "the type of the frames that carry the audio"),
    Suspect("control-sent-as-audio", "control messages sent as audio", seenBy: "what the binary frames hold"),
    Suspect("audio-held-back", "audio held back until the stop", seenBy: "when the audio arrives"),
    Suspect("empty-audio-frame", "empty binary message sent in mid-stream", seenBy: "whether an empty binary message is sent"),
    Suspect("split-sample", "frames that end in the middle of a sample", seenBy: "the length of the frames"),
  ]

  private static let ending = [
    Suspect("close-stream-missing", "no CloseStream sent", seenBy: "whether CloseStream follows the stop"),
    Suspect("stop-not-understood", "relay does not understand the stop", seenBy: "whether anything follows the stop"),
    Suspect("close-stream-early", "CloseStream sent in the middle of the audio", seenBy: "whether CloseStream is sent before the stop"),
    Suspect("close-stream-late", "CloseStream sent long after the stop", seenBy: "when CloseStream follows the stop"),
    Suspect("closed-before-final", "relay closed before the final result", seenBy: "who closes first"),
    Suspect("close-not-relayed", "service closed, client never told", seenBy: "whether the service closes"),
    Suspect("stop-forwarded-verbatim", "the stop text passed on as it is", seenBy: "what the relay passes on"),
    Suspect("relay-crashed", "relay crashed", seenBy: "whether the service hop breaks too", byHand: broken),
    Suspect(
      "unexpected-close", "connection broken in mid-stream", party: .network, seenBy: "whether the relay goes on behind it", byHand: broken),
    Suspect("idle-timeout", "client silent for more than ten seconds", party: .client, seenBy: "what is sent in the pause", needs: .pause),
    Suspect(
      "keepalive-missing", "no KeepAlive while the client was silent", seenBy: "whether KeepAlive is sent in the pause", needs: .pause),
  ]

  private static let results = [
    Suspect("results-not-forwarded", "results never forwarded by the relay", seenBy: "whether results reach the relay"),
    Suspect("early-break", "relay stopped after the first final", seenBy: "whether more finals reach the relay"),
    Suspect("results-held-back", "results held back until the end", seenBy: "when the results reach the relay"),
    Suspect(
      "results-dropped", "results dropped by the relay", seenBy: "which results reach the relay",
      byHand: anyWords.union([.afterAWhile, .wordless, .noFinal, .oneFinal, .finals])),
    Suspect("no-final", "service sent no final", party: .service, seenBy: "whether the service sends any final"),
    Suspect(
      "results-altered", "results changed by the relay", seenBy: "the text of the results there",
      byHand: anyWords.union([.digestSame, .digestIncomplete])),
    Suspect(
      "transcript-wrong", "service heard other words", party: .service, seenBy: "the text of the results there",
      byHand: anyWords.union([.digestSame, .digestIncomplete])),
  ]
}
