package import Diagnosis
internal import Lab
internal import Timeline

/// Plays what the lab can break, and notes what a client sees of it: the table that causes are held against where the service hop is unseen.
package enum SignRecorder {
  /// Traits that fewer sessions than these had say too little of a cause: what it showed under any others may be seen there too.
  private static let fewest = 4

  /// - Parameters:
  ///   - cause: The rows of this one alone; nil: all.
  ///   - atOnce: Runs that are played side by side; the table is the same.
  package static func record(_ cause: String?, toolVersion: String, atOnce: Int) async throws -> SignTable {
    let plays = SignPlay.all.filter { play in cause.map { play.causes == ($0 == SignTable.healthy ? [] : [$0]) } ?? true }
    var counts: [Set<String>: [Set<Trait>: Int]] = [:]
    var all = SignTable()
    try await SideBySide.each(plays, atOnce: atOnce) { play in
      (causes: play.causes, experiments: try play.experiments(toolVersion: toolVersion))
    } take: { played in
      for experiment in played.experiments {
        counts[played.causes, default: [:]][experiment.traits, default: 0] += 1
        all.add(experiment.signs, of: played.causes, under: experiment.traits)
        if let setting = experiment.setting { all.settings.add(setting) }
      }
    }
    return condensed(all, counts)
  }

  /// Without rows that too few sessions stand for, and of two causes only what neither shows by itself.
  private static func condensed(_ all: SignTable, _ counts: [Set<String>: [Set<Trait>: Int]]) -> SignTable {
    var table = SignTable()
    table.settings = all.settings
    for (causes, rows) in all.seen where causes.count < 2 {
      for (traits, signs) in rows where counts[causes]?[traits] ?? 0 >= fewest { table.add(signs, of: causes, under: traits) }
    }
    for (causes, rows) in all.seen where causes.count > 1 {
      for (traits, signs) in rows {
        let more = signs.subtracting(table.signs(of: causes, under: traits))
        if !more.isEmpty { table.add(more, of: causes, under: traits) }
      }
    }
    return table
  }
}
