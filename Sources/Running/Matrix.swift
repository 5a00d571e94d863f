package import Lab
package import Scenarios
package import Timeline

/// Every fault of the lab, played and diagnosed: does the diagnosis name the cause that was put in?
///
/// How a run is played is the caller's affair: in virtual time, or over sockets. Nothing here reads or writes anything.
package enum Matrix {
  /// Plays one run; what it gives is diagnosed.
  package typealias Player = @Sendable (RunPlan) async throws -> Recording

  /// What the run without a fault is called.
  package static let healthy = "healthy"

  /// No fault, and each by itself.
  package static var worlds: [FaultSet] { [FaultSet()] + FaultCatalogue.all.map { FaultSet([$0]) } }

  /// The suite that shows most.
  package static var widest: Suite {
    if case .found(let suite) = Suite.named("full") { suite } else { .standard }
  }

  /// One row for each world that exists with such a client, in their order.
  /// - Parameters:
  ///   - suite: What is played in each; with it, the scenarios in which a fault shows.
  ///   - profile: Of the client in each; its dialect is the relay's too.
  ///   - player: nil: in virtual time.
  ///   - atOnce: Runs that are played side by side.
  package static func rows(
    _ worlds: [FaultSet] = worlds, suite: Suite, profile: Profile = Profile(), clientHopOnly: Bool, toolVersion: String, atOnce: Int = 4,
    player: Player? = nil
  ) async throws -> [Row] {
    let worlds = worlds.filter { $0.faults.allSatisfy { $0.exists(with: profile) } }
    let play = player ?? { plan in try VirtualRun.play(plan, toolVersion: toolVersion) }
    var rows: [Row] = []
    try await SideBySide.each(worlds, atOnce: atOnce) { faults in
      let plan = RunPlan(profile: profile, scenarios: scenarios(of: suite, for: faults), suite: suite.name, faults: faults)
      return row(faults, try await play(plan), clientHopOnly: clientHopOnly)
    } take: {
      rows.append($0)
    }
    return rows
  }

  /// The suite's scenarios, and behind them those that are needed for the faults to show.
  package static func scenarios(of suite: Suite, for faults: FaultSet) -> [Scenario] {
    let more = faults.faults.flatMap(\.shownBy).filter { !suite.scenarios.contains($0) }
    var names = suite.scenarios
    for name in more where !names.contains(name) { names.append(name) }
    return names.compactMap(BuiltIns.scenario)
  }
}
