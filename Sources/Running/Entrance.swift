package import Network
internal import Scenarios

/// What is done once the relay takes connections and before anything is played: a profile's login, where the run starts the relay that gives it.
package typealias Entrance = @Sendable () async throws(RunFailure) -> Entry

/// What an entrance gives: the plan with what was learnt on the way, and what follows from it.
package struct Entry: Sendable {
  package var plan: RunPlan
  package var sessions: [PlannedSession]
  package var dialOptions: DialOptions
  package var oneShot: OneShotTarget?

  package init(plan: RunPlan, sessions: [PlannedSession], dialOptions: DialOptions, oneShot: OneShotTarget?) {
    self.plan = plan
    self.sessions = sessions
    self.dialOptions = dialOptions
    self.oneShot = oneShot
  }
}
