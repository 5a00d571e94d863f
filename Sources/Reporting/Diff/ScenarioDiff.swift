internal import Timeline

/// What changed in one scenario, over all its sessions in either run.
package struct ScenarioDiff: Sendable, Equatable {
  package var scenario: String
  /// Sessions compared, before and after.
  package var sessions: (before: Int, after: Int)
  package var changes: [Change]

  /// - Parameter timed: False where the times of a run can't be trusted.
  init(_ scenario: String, _ before: [SessionBehaviour], _ after: [SessionBehaviour], timed: Bool) {
    self.scenario = scenario
    sessions = (before.count, after.count)
    changes = Self.traits(before, after) + Self.measures(before, after, timed: timed)
  }

  package static func == (a: ScenarioDiff, b: ScenarioDiff) -> Bool {
    a.scenario == b.scenario && a.sessions == b.sessions && a.changes == b.changes
  }

  // MARK: Traits

  private static func traits(_ before: [SessionBehaviour], _ after: [SessionBehaviour]) -> [Change] {
    let old = values(before)
    let new = values(after)
    var keys = old.order
    for key in new.order where old.traits[key] == nil { keys.append(key) }
    let changes = keys.compactMap { key in
      change(key, old.traits[key] ?? [], of: before.count, new.traits[key] ?? [], of: after.count)
    }
    let order = Trait.Subject.allCases.map(\.rawValue)
    // A stable order: by subject, then as found.
    return order.flatMap { subject in changes.filter { $0.subject == subject } }
  }

  private static func values(_ sessions: [SessionBehaviour]) -> (order: [Trait.Key], traits: [Trait.Key: [Trait]]) {
    var order: [Trait.Key] = []
    var traits: [Trait.Key: [Trait]] = [:]
    for trait in sessions.flatMap(\.traits) {
      if traits[trait.key] == nil { order.append(trait.key) }
      traits[trait.key, default: []].append(trait)
    }
    return (order, traits)
  }

  /// Nil where the same values were seen, however often each: what comes and goes within a run is no change between two.
  private static func change(_ key: Trait.Key, _ old: [Trait], of before: Int, _ new: [Trait], of after: Int) -> Change? {
    let (oldSet, newSet) = (seen(old, before), seen(new, after))
    guard oldSet != newSet else { return nil }
    let effect: Change.Effect =
      switch (old.compactMap(\.badness).max(), new.compactMap(\.badness).max()) {
      case (let worst?, let now?) where now > worst: .regression
      case (let worst?, let now?) where now < worst: .improvement
      default: .change
      }
    return Change(key.subject.rawValue, hop: key.hop, key.name, words(old, of: before), words(new, of: after), effect)
  }

  private static func seen(_ traits: [Trait], _ sessions: Int) -> Set<String?> {
    var values = Set<String?>(traits.map(\.value))
    if traits.count < sessions { values.insert(nil) }
    return values
  }

  /// One value, or each with how often it was seen.
  private static func words(_ traits: [Trait], of sessions: Int) -> String? {
    guard let first = traits.first else { return nil }
    if traits.count == sessions, traits.allSatisfy({ $0.value == first.value }) { return first.value }
    var counts: [(value: String, count: Int)] = []
    for trait in traits {
      if let index = counts.firstIndex(where: { $0.value == trait.value }) {
        counts[index].count += 1
      } else {
        counts.append((trait.value, 1))
      }
    }
    return counts.map { "\($0.value) (\($0.count) of \(sessions))" }.joined(separator: "; ")
  }

  // MARK: Figures

  private static func measures(_ before: [SessionBehaviour], _ after: [SessionBehaviour], timed: Bool) -> [Change] {
    let names = before.flatMap(\.measures).reduce(into: [Measure]()) { seen, measure in
      if !seen.contains(where: { $0.name == measure.name }) { seen.append(measure) }
    }
    return names.compactMap { kind in
      guard timed || kind.unit != .seconds else { return nil }
      let old = values(kind, before)
      let new = values(kind, after)
      guard let was = median(old), let now = median(new) else { return nil }
      let noise = max(Measure.floor(kind.unit, around: max(was, now)), spread(old), spread(new))
      guard abs(now - was) > noise else { return nil }
      let effect: Change.Effect = kind.isWorseUpwards ? (now > was ? .regression : .improvement) : .change
      let subject = kind.unit == .seconds ? "latency" : kind.unit == .ratio ? "transcript" : "messages"
      let beyond = "\(Measure.text(now, kind.unit)) (differences up to \(Measure.text(noise, kind.unit)) are noise)"
      return Change(subject, kind.name, Measure.text(was, kind.unit), beyond, effect)
    }
  }

  private static func values(_ kind: Measure, _ sessions: [SessionBehaviour]) -> [Double] {
    sessions.compactMap { $0.measures.first { $0.name == kind.name }?.value }.sorted()
  }

  private static func median(_ sorted: [Double]) -> Double? { sorted.isEmpty ? nil : sorted[(sorted.count - 1) / 2] }

  private static func spread(_ sorted: [Double]) -> Double { (sorted.last ?? 0) - (sorted.first ?? 0) }
}
