internal import Diagnosis
package import Scenarios
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

  /// What is played next, and why.
  package struct Step: Sendable {
    package var sessions: [PlannedSession]
    package var scenario: String
    /// Rules that are still in question.
    package var open: [String]
  }

  /// - Parameter recording: The run so far.
  /// - Returns: Nil where one cause is left or none, or nothing would part them, or enough has been tried.
  package func next(after recording: Recording) throws(ConfigurationError) -> Step? {
    guard recording.run.serviceHop == .unseen, recording.sessions.count < plan.scenarios.count * plan.repetitions + limit else {
      return nil
    }
    let inference = Inference(recording)
    guard inference.survivors.count > 1, let name = inference.nextScenario(among: Set(BuiltIns.scenarioNames)),
      let scenario = BuiltIns.scenario(name)
    else { return nil }
    var alone = plan
    alone.scenarios = [scenario]
    alone.repetitions = 1
    let last = recording.sessions.map(\.number).max() ?? 0
    let sessions = try alone.sessions().map { $0.numbered($0.info.number + last) }
    return Step(sessions: sessions, scenario: name, open: inference.survivors.map(\.rule))
  }
}
