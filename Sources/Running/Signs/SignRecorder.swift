package import Diagnosis
internal import Lab
internal import Timeline

/// Plays what the lab can break, and notes what a client sees of it: the table that causes are held against where the service hop is unseen.
package enum SignRecorder {
  /// Traits that fewer sessions than these had say too little of a cause: under them nothing speaks against it.
  private static let fewest = 4

  /// - Parameters:
  ///   - cause: The rows of this one alone; nil: all.
  ///   - atOnce: Runs that are played side by side; the table is the same.
  package static func record(_ cause: String?, toolVersion: String, atOnce: Int) async throws -> SignTable {
    let plays = SignPlay.all.filter { cause == nil || $0.cause == cause }
    return try await withThrowingTaskGroup(of: (String, [Experiment]).self) { group in
      var counts: [String: [Set<Trait>: Int]] = [:]
      var all = SignTable()
      func take(_ rule: String, _ experiments: [Experiment]) {
        for experiment in experiments {
          counts[rule, default: [:]][experiment.traits, default: 0] += 1
          all.add(experiment.signs, of: rule, under: experiment.traits)
        }
      }
      for (index, play) in plays.enumerated() {
        if index >= atOnce, let next = try await group.next() { take(next.0, next.1) }
        group.addTask { (play.cause, try play.experiments(toolVersion: toolVersion)) }
      }
      for try await next in group { take(next.0, next.1) }
      var table = SignTable()
      for (rule, groups) in all.seen {
        for (traits, signs) in groups where counts[rule]?[traits] ?? 0 >= fewest { table.add(signs, of: rule, under: traits) }
      }
      return table
    }
  }
}
