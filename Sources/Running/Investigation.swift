internal import Diagnosis
package import Scenarios
package import Timeline

/// Chooses what to play next where the sessions so far leave several causes: the built-in scenario that parts most of them.
///
/// Only where nobody sees the service hop: with it, the frames tell by themselves.
package struct Investigation: Sendable {
  private let plan: RunPlan
  /// Scenarios that it may add.
  private let limit: Int

  package init(_ plan: RunPlan, limit: Int = 6) {
    self.plan = plan
    self.limit = limit
  }

  /// What is played next, and why.
  package struct Step: Sendable {
    package var sessions: [PlannedSession]
    package var scenario: String
    /// Rules that are still in question, the likeliest first.
    package var open: [String]
    /// For people: what is in question, and what this scenario tries.
    package var reason: String
  }

  /// - Parameters:
  ///   - recording: The run so far.
  ///   - tried: Scenarios that were added to it so far.
  /// - Returns: Nil where one cause is left or none, or nothing would part them, or enough has been tried.
  package func next(after recording: Recording, tried: Int) throws(ConfigurationError) -> Step? {
    guard recording.run.serviceHop == .unseen, tried < limit, let question = OpenQuestion(Diagnosed(recording)),
      let scenario = question.scenarios(among: BuiltIns.scenarioNames).lazy.compactMap(BuiltIns.scenario)
        .first(where: { !($0.wantsRelay && plan.profile.isDirect) })
    else { return nil }
    var alone = plan
    alone.scenarios = [scenario]
    alone.repetitions = 1
    let last = recording.sessions.map(\.number).max() ?? 0
    let open = question.rules.count > 4 ? "\(question.rules.count) causes" : question.rules.joined(separator: ", ")
    let reason = "\(OpenQuestion.opening)\(open) may each be the cause, and \(scenario.name) may part them"
    let sessions = try alone.sessions().map { session in
      session.numbered(session.info.number + last).chosen(because: reason)
    }
    return Step(sessions: sessions, scenario: scenario.name, open: question.rules, reason: reason)
  }
}
