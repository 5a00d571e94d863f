package import Lab
package import Scenarios
package import Timeline

/// A way to open, to declare or to end a session that nobody may take.
package struct Departure: Sendable {
  package typealias Stage = @Sendable (Draw, Pen) -> any JointStage

  /// `dials-late`.
  package var word: String
  package var party: Party
  /// Who may rightly be blamed, where it cannot be seen who of them it was.
  package var answerable: Set<Party>
  /// Rules that it may rightly be called; empty: the catalogue has no row for it.
  package var rules: Set<String>
  /// Stands before its party's machine; a network's before the relay's, which is recorded nowhere.
  package var stage: Stage?
  package var network: (@Sendable (Draw, inout SimulatedNetwork) -> Void)?
  package var reach: Reach?
  package var scenario: (@Sendable (Draw, inout Scenario) -> Void)?
  package var service: (@Sendable (Draw, inout ServiceSettings) -> Void)?
  /// What the client asks for in its query, so that it can show.
  package var asks: [HeaderField] = []
  /// The scenario in which it shows; nil: any.
  package var shownBy: String?

  init(
    _ word: String, _ party: Party, _ rules: Set<String>, answerable: Set<Party> = [], shownBy: String? = nil, stage: Stage? = nil
  ) {
    self.word = word
    self.party = party
    self.rules = rules
    self.answerable = answerable.union([party])
    self.shownBy = shownBy
    self.stage = stage
  }

  func with(_ change: (inout Departure) -> Void) -> Departure {
    var copy = self
    change(&copy)
    return copy
  }

  /// `relay/dials-late`.
  package var name: String { "\(party.rawValue)/\(word)" }
}
