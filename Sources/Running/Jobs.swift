/// How many sessions a run may play side by side.
package enum Jobs: Sendable, Equatable {
  /// So many, whatever the sessions show.
  case fixed(Int)
  /// One at a time until a scenario of several clients has shown that this relay's sessions don't cross; then at most so many.
  case learnt(atMost: Int)

  /// Sessions side by side where the command line does not say and nothing speaks against it.
  package static let usual = 4

  /// - Parameters:
  ///   - target: The built-in relay is one of its own for each session: nothing can cross. Behind a relay under test the service hop comes
  ///     in without a name; while sessions go one at a time, whatever comes belongs to the one that is going on. Side by side it would be
  ///     told by its content alone, and sessions of silence, of none, or of the same clip have none that tells: a wrong match is a wrong cause.
  ///   - wanted: What `--jobs` says.
  ///   - severalClients: True where a scenario of the run plays several clients at once.
  ///   - hearsAll: True where each client hears the results of all: then there is one at a time.
  package init(_ target: Target, wanted: Int?, severalClients: Bool, hearsAll: Bool = false) {
    switch target {
    case _ where hearsAll: self = .fixed(1)
    case .builtIn: self = .fixed(wanted ?? Self.usual)
    case .relay(_, .some): self = .fixed(1)
    case .relay(_, nil) where wanted == 1: self = .fixed(1)
    case .relay(_, nil): self = severalClients ? .learnt(atMost: wanted ?? Self.usual) : .fixed(wanted ?? 1)
    }
  }
}
