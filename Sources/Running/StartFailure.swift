/// Why a relay that was started takes no connections.
package struct StartFailure: Error, Sendable, Equatable {
  package enum Kind: Sendable {
    /// The command can't be run.
    case command
    /// It ended, or it never listened.
    case relay
    /// The run was told to end before it listened.
    case interrupted
  }

  package var kind: Kind
  package var text: String

  package init(_ kind: Kind, _ text: String) {
    self.kind = kind
    self.text = text
  }
}
