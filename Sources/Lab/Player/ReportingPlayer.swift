package import Machines
package import Timeline

/// A player that tells how far it has come, after each occurrence that changed it: for the live display.
package struct ReportingPlayer: Machine {
  private var player: Player
  private let report: @Sendable (PlayerProgress) -> Void

  package init(_ player: Player, report: @escaping @Sendable (PlayerProgress) -> Void) {
    self.player = player
    self.report = report
  }

  package mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds) -> [Action] {
    let before = player.progress
    let actions = player.handle(occurrence, at: now)
    if player.progress != before { report(player.progress) }
    return actions
  }
}
