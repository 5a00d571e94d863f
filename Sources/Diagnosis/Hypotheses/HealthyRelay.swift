/// What a client sees of a relay with nothing wrong: wide, because healthy relays differ. They drop Metadata or interim results, reshape
/// messages, resample audio, and some end TCP without a Close frame.
enum HealthyRelay {
  private static let predictions: [Hypothesis.Prediction] = [
    .always([
      .words, .whole, .goesOn, .endsPromptly, .normalClose, .noCloseFrame, .durationRight, .durationWithoutSilence, .noTextComplaint,
      .spread,
    ]),
    .when(.oneUtterance, shows: [.oneFinal, .finals, .spread, .afterwards]),
    .when(.utterances, shows: [.finals]),
    .when(.noSpeech, shows: [.goesOn, .fallsSilent, .silence, .wordless, .oneFinal, .finals, .noFinal]),
    // What is processed at 1.25× falls behind: everything may come after the audio.
    .when(.fast, shows: [.spread, .afterwards, .endsPromptly, .endsLate]),
    .when(
      .noStop,
      shows: [
        .headOnly, .whole, .noFinal, .oneFinal, .finals, .endsLate, .neverEnds, .endsPromptly, .failureClose, .normalClose, .noCloseFrame,
      ]),
    .when(
      .otherStop,
      shows: [
        .headOnly, .whole, .noFinal, .oneFinal, .finals, .endsLate, .neverEnds, .endsPromptly, .failureClose, .normalClose, .noCloseFrame,
      ]),
    .when(
      .leaves,
      shows: [
        .silence, .wordless, .words, .whole, .headOnly, .tailOnly, .gaps, .garbled, .noFinal, .oneFinal, .finals, .goesOn, .fallsSilent,
        .spread, .afterwards,
      ]),
  ]

  static func predicted(_ axis: Sign.Axis, under traits: Set<Trait>) -> Set<Sign>? {
    predictions.last { $0.shows[axis] != nil && $0.when.isSubset(of: traits) }?.shows[axis]
  }
}
