/// What a fault does to a session besides being seen itself: two that are independent of each other can be put in together.
package struct FaultEffect: Sendable, Equatable {
  /// What of a session a fault spoils, or needs in order to show.
  package enum Aspect: Sendable {
    case declaration, audio, words, interims, clientPace, servicePace, chunks, stop, close, finals, results, resultTimes, leaving, pings,
      frames
  }

  package var spoils: Set<Aspect>
  package var needs: Set<Aspect>

  package init(spoils: Set<Aspect>, needs: Set<Aspect> = []) {
    self.spoils = spoils
    self.needs = needs
  }

  /// The bytes say another thing than the query.
  static let misdeclared = FaultEffect(spoils: [.declaration, .words, .finals, .results], needs: [.audio])
  static let unasked = FaultEffect(spoils: [.interims], needs: [.declaration])
  static let miscarried = FaultEffect(spoils: [.audio, .words, .finals, .servicePace], needs: [.declaration])
  static let clientsPace = FaultEffect(spoils: [.clientPace, .servicePace, .resultTimes])
  static let relaysPace = FaultEffect(spoils: [.servicePace, .resultTimes], needs: [.clientPace, .audio])
  /// A chunk's length is its bytes over the rate that is declared.
  static let otherChunks = FaultEffect(spoils: [.chunks, .servicePace], needs: [.audio, .declaration])
  static let unended = FaultEffect(spoils: [.stop, .close, .finals])
  static let unclosed = FaultEffect(spoils: [.close], needs: [.stop, .finals])
  static let otherResults = FaultEffect(spoils: [.results, .finals], needs: [.words, .interims])
  /// What must be in order for results to be seen to come late.
  static let lateResults = FaultEffect(spoils: [.resultTimes], needs: [.words, .results, .stop, .close, .servicePace])
}
