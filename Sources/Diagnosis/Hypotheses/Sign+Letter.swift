extension Sign {
  /// Its letter in the file of recorded signs; those of one axis stand together.
  package var letter: Character {
    switch self {
    case .silence: "s"
    case .wordless: "m"
    case .words: "w"
    case .whole: "W"
    case .headOnly: "H"
    case .tailOnly: "T"
    case .gaps: "G"
    case .garbled: "X"
    case .noFinal: "0"
    case .oneFinal: "1"
    case .finals: "2"
    case .goesOn: "g"
    case .fallsSilent: "f"
    case .usualRatio: "u"
    case .oddRatio: "o"
    case .interims: "i"
    case .noInterims: "n"
    case .metadata: "M"
    case .noMetadata: "N"
    case .durationRight: "="
    case .durationZero: "z"
    case .durationShort: "<"
    case .durationLong: ">"
    case .digestSame: "S"
    case .digestOfNothing: "Z"
    case .digestOther: "O"
    case .digestIncomplete: "I"
    case .endsAtTheStart: "a"
    case .endsInMidStream: "b"
    case .endsPromptly: "p"
    case .endsLate: "l"
    case .neverEnds: "v"
    case .normalClose: "C"
    case .failureClose: "F"
    case .noCloseFrame: "E"
    case .spread: "d"
    case .afterwards: "e"
    case .atOnce: "q"
    case .afterAWhile: "r"
    case .textComplaint: "t"
    case .noTextComplaint: "c"
    }
  }

  private static let byLetter = Dictionary(uniqueKeysWithValues: allCases.map { ($0.letter, $0) })

  /// - Returns: Nil where no sign has this letter.
  package static func lettered(_ letter: Character) -> Sign? { byLetter[letter] }
}
