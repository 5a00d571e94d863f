package import Chance
internal import Scenarios
package import Timeline

/// One relay by chance, played and diagnosed: what was done, and what was said of it.
package struct RelayTrial: Sendable {
  package var relay: ChanceRelay
  package var truth: RelayTruth
  package var changes: [Change]
  /// One for each view.
  package var answers: [RelayAnswer]
  /// Where more was seen, or played, and it was answered worse: in words.
  package var worse: [String] = []
  package var recording: Recording

  /// - Parameters:
  ///   - scenarios: Names of those that are played in place of the drawn ones, with the operators as these put them to work; nil: the drawn ones.
  ///   - playsSuites: Plays the suites `standard` and `full` as well: more sessions must not be answered worse than fewer.
  package init(_ drawn: ChanceRelay, toolVersion: String, playing scenarios: [String]? = nil, playsSuites: Bool) throws {
    var relay = drawn
    var play = try Play(relay, toolVersion: toolVersion)
    let idle = relay.operators.indices.filter { play.journal.changes(of: $0).isEmpty }
    if !idle.isEmpty {
      // What found nothing to do is put to work all the time; what then still finds nothing is left out.
      for place in idle { relay.operators[place] = relay.operators[place].widened }
      play = try Play(relay, toolVersion: toolVersion)
    }
    if let scenarios {
      relay = relay.playing(scenarios)
      play = try Play(relay, toolVersion: toolVersion)
    }
    (truth, answers) = try Self.judged(relay, play, toolVersion)
    self.relay = relay
    changes = play.journal.changes
    recording = play.recording
    if let both = answers.first, let one = answers.last, one.isRight, both.isBad { worse.append("both hops worse than the client hop") }
    if playsSuites { try compareSuites(toolVersion) }
  }

  /// Each view's answer, held against the truth.
  private static func judged(_ relay: ChanceRelay, _ play: Play, _ toolVersion: String) throws -> (RelayTruth, [RelayAnswer]) {
    let acted = relay.operators.indices.filter { !play.journal.changes(of: $0).isEmpty }.map { relay.operators[$0] }
    let twin = ClientSight.all(try Play(relay.twin, toolVersion: toolVersion).recording)
    let comparison = SightComparison(play, acted, hashes: !relay.convertsAudio)
    var truth = RelayTruth(
      operators: acted, difference: comparison.difference(from: twin), plainDifference: comparison.plainDifference(from: twin))
    var answers = RelayAnswer.View.allCases.map { RelayAnswer($0, play.recording, truth: truth) }
    // Healthy relays with other habits are played only where it matters: they take longer than all else.
    guard truth.difference != nil, answers.contains(where: \.restsOnTheDifference) else { return (truth, answers) }
    try excuse(&truth, comparison, relay, twin, toolVersion)
    for place in answers.indices { answers[place].judge(truth) }
    return (truth, answers)
  }

  /// What an operator did that a healthy relay may do too makes no difference.
  private static func excuse(
    _ truth: inout RelayTruth, _ comparison: SightComparison, _ relay: ChanceRelay, _ twin: SightComparison.Sights, _ toolVersion: String
  ) throws {
    let others = try lookalikes(of: relay, twin, truth.operators, toolVersion)
    // What a healthy relay shows its client too, nobody can hold against this one from there.
    if others.contains(where: { comparison.plainDifference(from: $0) == nil }) { truth.plainDifference = nil }
    if comparison.isOfRelay, others.contains(where: { comparison.difference(from: $0) == nil }) {
      (truth.difference, truth.plainDifference) = (nil, nil)
    }
  }

  /// What the clients of healthy relays saw that may look like this one: its twin with one more habit; and where it does several things, with all
  /// those habits that each of them alone looks like.
  private static func lookalikes(of relay: ChanceRelay, _ twin: SightComparison.Sights, _ acted: [Operator], _ toolVersion: String) throws
    -> [SightComparison.Sights]
  {
    func sights(_ relay: ChanceRelay) throws -> SightComparison.Sights {
      ClientSight.all(try Play(relay, toolVersion: toolVersion).recording)
    }
    let habits = relay.otherHabits
    let single = try habits.map { try sights(relay.twin(with: [$0])) }
    guard acted.count > 1, acted.allSatisfy({ $0.party == .relay }) else { return single }
    var worn: [Habit] = []
    for own in acted {
      let alone = SightComparison(try Play(relay.with(only: own), toolVersion: toolVersion), [own], hashes: !relay.convertsAudio)
      if alone.difference(from: twin) == nil { continue }
      guard let place = single.firstIndex(where: { alone.difference(from: $0) == nil }) else { return single }
      worn.append(habits[place])
    }
    return single + [try sights(relay.twin(with: worn))]
  }

  private mutating func compareSuites(_ toolVersion: String) throws {
    let suites = try [Suite.standard, .full].map { suite in
      let relay = relay.playing(suite.scenarios)
      return try Self.judged(relay, Play(relay, toolVersion: toolVersion), toolVersion).1
    }
    guard let standard = suites.first, let full = suites.last else { return }
    for (less, more) in zip(standard, full) where more.isBad && !less.isBad {
      let what = more.wrong + more.alarms + [more.missed].compactMap { $0 }
      worse.append("full worse than standard, \(more.view.rawValue)\(what.first.map { ": \($0)" } ?? "")")
    }
  }
}
