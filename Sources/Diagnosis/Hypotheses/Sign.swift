/// One thing that a client sees, on one axis. A session shows at most one sign of each axis: none where it can't be known.
package enum Sign: String, Sendable, Hashable, CaseIterable {
  case silence = "no message comes"
  case wordless = "messages come without a word"
  case words = "words come back"

  case whole = "all of the clip's words come back"
  case headOnly = "the last words are missing"
  case tailOnly = "the first words are missing"
  case gaps = "words in the middle are missing"
  case garbled = "other words come back than were spoken"

  case noFinal = "no final comes"
  case oneFinal = "one final comes"
  case finals = "several finals come"

  case goesOn = "results go on after the first final"
  case fallsSilent = "nothing more comes after the first final, though interim results came before it"

  case usualRatio = "the durations differ as usual formats do"
  case oddRatio = "the durations differ as no two usual formats do"

  case interims = "interim results come"
  case noInterims = "no interim result comes"

  case metadata = "Metadata comes"
  case noMetadata = "no Metadata comes"

  case durationRight = "Metadata.duration is that of the audio"
  case durationZero = "Metadata.duration is 0"
  case durationShort = "Metadata.duration is shorter than the audio"
  case durationWithoutSilence = "Metadata.duration is shorter than the audio, by no more than its silence"
  case durationLong = "Metadata.duration is longer than the audio"

  case digestSame = "Metadata.sha256 is that of the audio"
  case digestOfNothing = "Metadata.sha256 is that of no audio at all"
  case digestOther = "Metadata.sha256 is that of other bytes"
  case digestIncomplete = "Metadata.sha256 says incomplete"

  case endsAtTheStart = "the relay fails before there is audio to speak of"
  case endsInMidStream = "the relay ends the session while audio is being sent"
  case endsPromptly = "the relay ends the session soon after the stop"
  case endsLate = "the relay ends the session long after the stop"
  case neverEnds = "the relay does not end the session"

  case normalClose = "the close is a normal one"
  case failureClose = "the close says failure"
  case noCloseFrame = "the connection ends without a Close frame"

  case spread = "messages come while audio is being sent"
  case afterwards = "messages come only after the audio"

  case atOnce = "the relay ends the session at the stop, before a service could have answered"
  case afterAWhile = "the relay ends the session a while after the stop"

  case textComplaint = "a text message is complained of"
  case noTextComplaint = "nobody complains of a text message"

  package enum Axis: Sendable, Hashable, CaseIterable {
    case answer, coverage, finality, continuation, interims, metadata, duration, ratio, digest, ending, haste, farewell, complaint, spread
  }

  package var axis: Axis {
    switch self {
    case .silence, .wordless, .words: .answer
    case .whole, .headOnly, .tailOnly, .gaps, .garbled: .coverage
    case .noFinal, .oneFinal, .finals: .finality
    case .goesOn, .fallsSilent: .continuation
    case .interims, .noInterims: .interims
    case .metadata, .noMetadata: .metadata
    case .durationRight, .durationZero, .durationShort, .durationWithoutSilence, .durationLong: .duration
    case .usualRatio, .oddRatio: .ratio
    case .digestSame, .digestOfNothing, .digestOther, .digestIncomplete: .digest
    case .endsAtTheStart, .endsInMidStream, .endsPromptly, .endsLate, .neverEnds: .ending
    case .atOnce, .afterAWhile: .haste
    case .textComplaint, .noTextComplaint: .complaint
    case .normalClose, .failureClose, .noCloseFrame: .farewell
    case .spread, .afterwards: .spread
    }
  }
}
