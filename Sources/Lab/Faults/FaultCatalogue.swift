/// Every fault there is.
package enum FaultCatalogue {
  /// In the order of the catalogue of root causes; it is that of `lab faults`.
  package static let all: [any Fault] = gettingIn + declaring + pace + ending + results

  private static let gettingIn: [any Fault] = [
    ServiceRefused()
  ]

  private static let declaring: [any Fault] = [
    ContainerDeclaredForRawAudio(),
    RawDeclaredForContainerAudio(),
    SampleRateMismatch(),
  ]

  private static let pace: [any Fault] = [
    PacingTooFast()
  ]

  private static let ending: [any Fault] = [
    CloseStreamMissing(),
    CloseStreamMissingClient(),
    ClosedBeforeFinal(),
  ]

  private static let results: [any Fault] = [
    ResultsNotForwarded(),
    EarlyBreak(),
    EarlyBreakMute(),
  ]
}
