internal import Timeline

/// Every fault there is.
package enum FaultCatalogue {
  /// In the order of `lab faults`: by party, then as in the catalogue of root causes.
  package static let all: [any Fault] = [
    ContainerDeclaredForRawAudio(),
    RawDeclaredForContainerAudio(),
    SampleRateMismatch(),
    CloseStreamMissing(),
    ClosedBeforeFinal(),
    ResultsNotForwarded(),
    EarlyBreak(),
    EarlyBreakMute(),
    CloseStreamMissingClient(),
    PacingTooFast(),
    ServiceRefused(),
  ]

  /// Reads a list as on the command line: names separated by commas. `rule:party` names a fault too. A name given twice counts once.
  package static func parse(_ list: String) throws(FaultError) -> FaultSet {
    var found: [any Fault] = []
    for piece in list.split(separator: ",", omittingEmptySubsequences: false) {
      let name = String(piece.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
      guard let fault = named(name) else { throw FaultError(name: name, allowed: all.map(\.name)) }
      if !found.contains(where: { $0.name == fault.name }) { found.append(fault) }
    }
    return FaultSet(found)
  }

  private static func named(_ name: String) -> (any Fault)? {
    all.first { $0.name == name } ?? all.first { "\($0.name):\($0.party.rawValue)" == name }
  }
}
