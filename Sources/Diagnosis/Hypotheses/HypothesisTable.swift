internal import Timeline

/// What every cause would show a client: the table that the inference works on. A cause that a client's own frames prove has no row: it needs
/// no inference.
package enum HypothesisTable {
  package static let all: [Hypothesis] = gettingIn + declaring + carrying + ending + results

  private static let anyEnd: Set<Sign> = [
    .endsInMidStream, .endsPromptly, .endsLate, .neverEnds, .normalClose, .failureClose, .noCloseFrame,
  ]
  private static let unheard: Set<Sign> = [.silence, .wordless]
  private static let anyWords: Set<Sign> = [.whole, .headOnly, .tailOnly, .gaps, .garbled]

  /// Speech that is heard too fast, too slow or as noise: few words or none, and other ones. Many relays keep results without a word back.
  private static let misheard: Set<Sign> = [
    .silence, .wordless, .words, .garbled, .gaps, .oneFinal, .finals, .goesOn, .fallsSilent, .spread, .afterwards, .endsPromptly, .endsLate,
  ]

  private static let gettingIn = [
    Hypothesis(
      "service-refusal-hidden", "service refused the relay, which hides it", seenBy: "the service's answer to the relay",
      [.always(anyEnd.union([.endsAtTheStart, .silence, .noMetadata]))]),
    Hypothesis(
      "service-never-dialled", "relay never dialled the service", seenBy: "whether the relay dials at all",
      [.always(anyEnd.union([.endsAtTheStart, .silence, .noMetadata]))]),
    Hypothesis(
      "ready-signal-wrong", "relay waits for a message that comes only at the end", seenBy: "whether any audio arrives before the timeout",
      [.always(anyEnd.union([.silence, .wordless, .digestIncomplete, .digestOfNothing, .durationZero]))]),
    Hypothesis(
      "no-messages", "service took the audio and said nothing", party: .service, seenBy: "whether the service sends anything",
      [.always(anyEnd.union([.silence, .noMetadata]))]),
  ]

  private static let declaring = [
    Hypothesis(
      "container-declared-for-raw-audio", "container=wav declared for headerless PCM", seenBy: "the relay's query",
      [
        .always(anyEnd), .when(.raw, shows: unheard.union([.durationZero])),
        .when(.header, shows: [.words, .endsPromptly, .normalClose, .noCloseFrame]),
      ]),
    Hypothesis(
      "format-undeclared", "raw audio, and no encoding declared", seenBy: "the relay's query",
      [
        .always(anyEnd), .when(.raw, shows: unheard.union([.durationZero])),
        .when(.header, shows: [.words, .endsPromptly, .normalClose, .noCloseFrame]),
      ]),
    Hypothesis(
      "raw-declared-for-container-audio", "raw audio declared for WAV", seenBy: "the query and the first bytes",
      [
        .when(
          .header,
          shows: anyWords.union([.wordless, .words, .durationRight, .durationLong, .durationShort]).union([.noFinal, .oneFinal, .finals]))
      ]),
    Hypothesis(
      "sample-rate-mismatch", "another sample rate declared than sent", seenBy: "the rate that the relay declares", of: .raw,
      [.always(misheard.union([.durationLong, .durationShort, .usualRatio]))]),
    Hypothesis(
      "channel-count-mismatch", "another number of channels declared than sent", seenBy: "the channels that the relay declares",
      of: .raw, [.always(misheard.union([.durationLong, .durationShort, .usualRatio]))]),
    Hypothesis(
      "encoding-mismatch", "another encoding declared than sent", seenBy: "the encoding that the relay declares", of: .raw,
      [.always(misheard.union([.durationLong, .durationShort, .durationRight, .usualRatio]))]),
    Hypothesis(
      "audio-undecodable", "the service can't decode the audio", seenBy: "what the service makes of the audio",
      [.always(anyEnd.union(unheard).union([.durationZero, .durationRight, .noFinal]))]),
  ]

  private static let carrying = [
    Hypothesis(
      "audio-not-forwarded", "no audio reached the service", seenBy: "whether audio arrives there",
      [.always(anyEnd.union(unheard).union([.durationZero, .digestOfNothing, .digestIncomplete]))]),
    Hypothesis(
      "audio-lost-at-start", "audio lost before the service was connected", seenBy: "which bytes arrive first",
      [.always([.tailOnly, .whole, .durationShort, .durationRight, .digestOther, .digestSame])]),
    Hypothesis(
      "audio-lost-at-end", "the end of the audio was lost", seenBy: "which bytes arrive last",
      [.always([.headOnly, .whole, .durationShort, .digestOther, .oneFinal, .finals])]),
    Hypothesis(
      "audio-lost", "audio lost on the way", seenBy: "which bytes arrive",
      [.always(misheard.union([.whole, .headOnly, .tailOnly, .durationShort, .digestOther]))]),
    Hypothesis(
      "audio-altered", "audio changed on the way", seenBy: "the bytes that arrive",
      [.always(misheard.union([.whole, .headOnly, .tailOnly, .durationRight, .digestOther]))]),
    Hypothesis(
      "audio-reordered", "audio reordered on the way", seenBy: "the order of the bytes",
      [.always(misheard.union([.whole, .headOnly, .tailOnly, .durationRight, .digestOther]))]),
    Hypothesis(
      "audio-duplicated", "audio sent twice", seenBy: "the bytes that arrive",
      [.always(misheard.union([.whole, .headOnly, .tailOnly, .durationLong, .digestOther]))]),
    Hypothesis(
      "audio-sent-as-text", "audio sent as text", seenBy: "the type of the frames that carry the audio",
      [.always(anyEnd.union(unheard).union([.durationZero, .digestOfNothing, .digestIncomplete, .textComplaint, .noTextComplaint]))]),
    Hypothesis(
      "control-sent-as-audio", "control messages sent as audio", seenBy: "what the binary frames hold",
      [.always(neverStopped), .when(.utterances, shows: [.words])]),
    Hypothesis(
      "audio-held-back", "audio held back until the stop", seenBy: "when the audio arrives",
      [
        .always([.afterwards, .words, .endsPromptly, .endsLate]),
        // Nothing arrives in ten seconds: the service gives up.
        .when(
          .long,
          shows: anyEnd.union(unheard).union([.words, .durationZero, .digestIncomplete, .digestOfNothing, .noMetadata, .metadata])),
      ]),
    Hypothesis(
      "empty-audio-frame", "empty binary message sent in mid-stream", seenBy: "whether an empty binary message is sent",
      [.always(endedEarly)]),
    Hypothesis(
      "split-sample", "frames that end in the middle of a sample", seenBy: "the length of the frames",
      [.always(misheard.union([.whole, .headOnly, .tailOnly, .durationRight, .digestOther]))]),
  ]

  /// The end is signalled in the middle of the audio: the service answers what it has heard, and closes in order.
  private static let endedEarly: Set<Sign> = [
    .silence, .wordless, .words, .headOnly, .noFinal, .oneFinal, .finals, .endsInMidStream, .normalClose, .durationShort, .digestOther,
  ]

  /// The end is never signalled: the last words stay interim, and the service times out.
  private static let neverStopped: Set<Sign> = [
    .silence, .wordless, .words, .headOnly, .whole, .noFinal, .oneFinal, .finals, .digestIncomplete, .neverEnds, .endsLate, .normalClose,
    .failureClose, .noCloseFrame,
  ]

  /// Another stop than the agreed one, tried on a relay that misunderstands that: it may work, or not.
  private static let anotherStop: Set<Sign> = neverStopped.union([
    .finals, .metadata, .noMetadata, .digestSame, .digestOther, .endsPromptly,
  ])

  /// Gone at some moment of the audio.
  private static let broken: Set<Sign> = [
    .silence, .wordless, .words, .headOnly, .whole, .noFinal, .oneFinal, .finals, .noMetadata, .endsAtTheStart, .endsInMidStream,
    .noCloseFrame, .failureClose,
  ]

  private static let ending = [
    Hypothesis(
      "close-stream-missing", "no CloseStream sent", seenBy: "whether CloseStream follows the stop",
      [.always(neverStopped), .when(.utterances, shows: [.words])]),
    Hypothesis(
      "stop-not-understood", "relay does not understand the stop", seenBy: "whether anything follows the stop",
      [
        .always(neverStopped), .when(.utterances, shows: [.words]),
        .when(.otherStop, shows: anotherStop),
      ]),
    Hypothesis(
      "close-stream-early", "CloseStream sent in the middle of the audio", seenBy: "whether CloseStream is sent before the stop",
      [.always(endedEarly)]),
    Hypothesis(
      "close-stream-late", "CloseStream sent long after the stop", seenBy: "when CloseStream follows the stop",
      [.always([.endsPromptly, .endsLate])]),
    Hypothesis(
      "closed-before-final", "relay closed before the final result", seenBy: "who closes first",
      [
        .always([
          .silence, .wordless, .words, .headOnly, .whole, .noFinal, .oneFinal, .finals, .noMetadata, .endsPromptly, .normalClose,
          .failureClose,
          .noCloseFrame,
        ]),
        .when(.utterances, shows: [.words, .headOnly, .oneFinal]),
      ]),
    Hypothesis(
      "close-not-relayed", "service closed, client never told", seenBy: "whether the service closes",
      [.always([.neverEnds])]),
    Hypothesis(
      "stop-forwarded-verbatim", "the stop text passed on as it is", seenBy: "what the relay passes on",
      [
        .always([
          .silence, .wordless, .words, .headOnly, .whole, .noFinal, .oneFinal, .finals, .noMetadata, .digestIncomplete, .endsPromptly,
          .failureClose, .textComplaint, .noTextComplaint,
        ]),
        .when(.utterances, shows: [.words, .headOnly, .oneFinal, .finals]),
        .when(.otherStop, shows: anotherStop),
      ]),
    Hypothesis("relay-crashed", "relay crashed", seenBy: "whether the service hop breaks too", [.always(broken)]),
    Hypothesis(
      "unexpected-close", "connection broken in mid-stream", party: .network, seenBy: "whether the relay goes on behind it",
      [.always(broken)]),
    Hypothesis(
      "idle-timeout", "client silent for more than ten seconds", party: .client, seenBy: "what is sent in the pause",
      [.when(.pause, shows: anyEnd.union([.words, .headOnly, .noFinal, .oneFinal, .finals, .digestIncomplete]))]),
    Hypothesis(
      "keepalive-missing", "no KeepAlive while the client was silent", seenBy: "whether KeepAlive is sent in the pause",
      [.when(.pause, shows: anyEnd.union([.words, .headOnly, .noFinal, .oneFinal, .finals, .digestIncomplete]))]),
  ]

  private static let results = [
    Hypothesis(
      "results-not-forwarded", "results never forwarded by the relay", seenBy: "whether results reach the relay",
      [.always(unheard)]),
    Hypothesis(
      "early-break", "relay stopped after the first final", seenBy: "whether more finals reach the relay",
      [
        .always([
          .whole, .headOnly, .oneFinal, .noMetadata, .fallsSilent, .endsInMidStream, .endsPromptly, .endsLate, .neverEnds, .normalClose,
          .noCloseFrame,
        ]),
        .when(.utterances, shows: [.headOnly, .oneFinal]),
      ]),
    Hypothesis(
      "results-held-back", "results held back until the end", seenBy: "when the results reach the relay",
      [.always([.afterwards, .words])]),
    // Whoever drops some of the results still waits for the service's end.
    Hypothesis(
      "results-dropped", "results dropped by the relay", seenBy: "which results reach the relay",
      [.always([.afterAWhile, .words, .wordless, .whole, .headOnly, .tailOnly, .gaps, .noFinal, .oneFinal, .finals])]),
    Hypothesis(
      "no-final", "service sent no final", party: .service, seenBy: "whether the service sends any final",
      [.always([.words, .wordless, .whole, .headOnly, .noFinal, .afterAWhile])]),
    Hypothesis(
      "results-altered", "results changed by the relay", seenBy: "the text of the results there",
      [.always(anyWords.union([.words, .digestSame, .digestIncomplete]))]),
    Hypothesis(
      "transcript-wrong", "service heard other words", party: .service, seenBy: "the text of the results there",
      [.always(anyWords.union([.words, .digestSame, .digestIncomplete]))]),
  ]
}
