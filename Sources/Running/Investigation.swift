internal import Diagnosis
internal import Scenarios
package import Timeline

/// Chooses what to play next where the sessions so far leave several causes: the built-in scenario that parts most of them.
///
/// Only where nobody sees the service hop: with it, the frames tell by themselves.
package struct Investigation: Sendable {
  private let plan: RunPlan
  /// Sessions that it may add.
  private let limit: Int

  package init(_ plan: RunPlan, limit: Int = 6) {
    self.plan = plan
    self.limit = limit
  }

  /// Why a session is added, and the session.
  package struct Step: Sendable {
    package var session: PlannedSession
    package var scenario: String
    /// Rules that are still in question.
    package var open: [String]
  }

  /// - Parameter recording: The run so far.
  /// - Returns: Nil where one cause is left or none, or nothing would part them, or enough has been tried.
  package func next(after recording: Recording) throws(ConfigurationError) -> Step? {
    guard recording.run.serviceHop == .unseen, recording.sessions.count < plan.scenarios.count * plan.repetitions + limit else { return nil }
    let inference = Inference(recording)
    guard inference.survivors.count > 1, let name = inference.nextScenario(among: Set(BuiltIns.scenarioNames)),
      let scenario = BuiltIns.scenario(name)
    else { return nil }
    let number = (recording.sessions.map(\.number).max() ?? 0) + 1
    let session = try PlannedSession(number: number, scenario, plan: plan, profile: plan.playedProfile)
    return Step(session: session, scenario: name, open: inference.survivors.map(\.rule))
  }
}
