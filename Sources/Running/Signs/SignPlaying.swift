package import Diagnosis
package import Lab
package import Scenarios

/// One run of the lab that is played to record what its causes look like to a client.
package struct SignPlaying: Sendable {
  /// What it is recorded under: a rule, two of them in the catalogue's order, or none for a healthy relay.
  package var causes: [String]
  package var faults: FaultSet
  package var habits: RelayHabits
  package var network: SimulatedNetwork
  package var scenarios: [String]
  /// A clip that takes the place of the scenarios' speech.
  package var clip: String?

  /// For people: what is played, where and by whom.
  package var name: String {
    let put = faults.isEmpty ? Matrix.healthy : faults.names.joined(separator: ",")
    return "\(put) \(habits.name)\(clip.map { " \($0)" } ?? "")"
  }

  /// The sessions as a client saw them: those that tell something.
  package func experiments() throws(ConfigurationError) -> [Experiment] {
    var plan = RunPlan(scenarios: scenarios.compactMap(BuiltIns.scenario), suite: nil, faults: faults, clip: clip.flatMap(BuiltIns.clip))
    plan.habits = habits
    return Experiment.all(of: try VirtualRun.play(plan, toolVersion: "", network: network).clientHopOnly)
  }
}
