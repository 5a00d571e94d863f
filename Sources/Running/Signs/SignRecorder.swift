package import Diagnosis

/// Plays what `SignPlayings` lists and keeps what it shows.
package enum SignRecorder {
  /// - Parameter atOnce: Runs that are played side by side; what is recorded does not depend on it.
  package static func record(_ playings: [SignPlaying] = SignPlayings.all, atOnce: Int = 4) async throws -> RecordedSigns {
    var recorded = RecordedSigns()
    // Pairs are held against single causes, and these against the traits of healthy sessions.
    for count in 0...2 {
      let some = playings.filter { $0.causes.count == count }
      for (playing, experiments) in zip(some, try await experiments(some, atOnce: atOnce)) {
        switch count {
        case 0: recorded.add(healthy: experiments)
        case 1: recorded.add(experiments, of: playing.causes[0])
        default: recorded.add(experiments, of: CausePair(playing.causes[0], playing.causes[1]))
        }
      }
    }
    return recorded
  }

  /// In the order of the playings.
  private static func experiments(_ playings: [SignPlaying], atOnce: Int) async throws -> [[Experiment]] {
    try await withThrowingTaskGroup(of: (Int, [Experiment]).self) { group in
      var played: [Int: [Experiment]] = [:]
      for (index, playing) in playings.enumerated() {
        if index >= atOnce, let (place, experiments) = try await group.next() { played[place] = experiments }
        group.addTask { (index, try playing.experiments()) }
      }
      for try await (place, experiments) in group { played[place] = experiments }
      return playings.indices.map { played[$0] ?? [] }
    }
  }
}
