/// What the lab showed a client of each cause alone, and of each two together, by the traits of the sessions.
///
/// Recorded by `sttcheck lab signs`. A pair is played on few habits, and what others would make of it is added.
package struct RecordedSigns: Sendable, Equatable {
  /// Sets of traits under which something was played; the others refer to them by their place.
  package private(set) var traits: [Set<Trait>] = []
  package private(set) var alone: [String: [Int: Showing]] = [:]
  /// The same of two causes at once.
  package private(set) var pairs: [CausePair: [Int: Showing]] = [:]

  /// What the relay without a fault stands under.
  private static let healthy = "healthy"

  package init() {}

  init(traits: [Set<Trait>], alone: [String: [Int: Showing]], pairs: [CausePair: [Int: Showing]]) {
    self.traits = traits
    self.alone = alone
    self.pairs = pairs
  }

  /// - Returns: Nil where nothing was played under these traits.
  package func place(of traits: Set<Trait>) -> Int? { self.traits.firstIndex(of: traits) }

  /// Sessions of a healthy relay come first: only under their traits is anything kept.
  package mutating func add(healthy experiments: [Experiment]) {
    for experiment in experiments where !traits.contains(experiment.traits) { traits.append(experiment.traits) }
    add(experiments, of: Self.healthy)
  }

  package mutating func add(_ experiments: [Experiment], of cause: String) {
    for experiment in experiments {
      guard let place = place(of: experiment.traits) else { continue }
      alone[cause, default: [:]][place, default: Showing()].add(SignSet(experiment.signs))
    }
  }

  package mutating func add(_ experiments: [Experiment], of pair: CausePair) {
    for experiment in experiments {
      guard let place = place(of: experiment.traits) else { continue }
      pairs[pair, default: [:]][place, default: Showing()].addWidely(SignSet(experiment.signs))
    }
  }

  /// What relays with nothing wrong showed, whatever their habits.
  func healthy(under place: Int) -> Showing? { alone[Self.healthy]?[place] }

  /// What a cause shows alone; nil where it was not played so, and anything may be seen.
  package func showing(of cause: String, under place: Int) -> Showing? { alone[cause]?[place] }

  /// What two causes showed together; where they were not played so, what each shows without the other. Nil where anything may be seen.
  package func showing(of pair: CausePair, under place: Int) -> Showing? { pairs[pair]?[place] ?? conceivable(of: pair, under: place) }

  /// What two causes may show together: signs of either, for one of the two may stay without effect, or hide the other, and what was seen.
  package func conceivable(of pair: CausePair, under place: Int) -> Showing? {
    guard let one = alone[pair.first]?[place], let other = alone[pair.second]?[place] else { return nil }
    return one.union(other).union(pairs[pair]?[place] ?? Showing())
  }
}

extension Showing {
  func union(_ other: Showing) -> Showing {
    var both = self
    both.formUnion(other)
    return both
  }
}
