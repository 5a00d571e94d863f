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

  /// - Parameter playsSuites: Plays the suites `standard` and `full` as well: more sessions must not be answered worse than fewer.
  package init(_ drawn: ChanceRelay, toolVersion: String, playsSuites: Bool) throws {
    var relay = drawn
    var play = try Play(relay, toolVersion: toolVersion)
    let idle = relay.operators.indices.filter { play.journal.changes(of: $0).isEmpty }
    if !idle.isEmpty {
      // What found nothing to do is put to work all the time; what then still finds nothing is left out.
      for place in idle { relay.operators[place] = relay.operators[place].widened }
      play = try Play(relay, toolVersion: toolVersion)
    }
    let acted = relay.operators.indices.filter { !play.journal.changes(of: $0).isEmpty }.map { relay.operators[$0] }
    let truth = try Self.truth(relay, play, acted, toolVersion)
    self.relay = relay
    self.truth = truth
    changes = play.journal.changes
    recording = play.recording
    answers = RelayAnswer.View.allCases.map { RelayAnswer($0, play.recording, truth: truth) }
    if let both = answers.first, let one = answers.last, one.isRight, both.isBad { worse.append("both hops worse than the client hop") }
    if playsSuites { try compareSuites(toolVersion) }
  }

  /// What an operator did that a healthy relay may do too makes no difference.
  private static func truth(_ relay: ChanceRelay, _ play: Play, _ acted: [Operator], _ toolVersion: String) throws -> RelayTruth {
    let twin = try Play(relay.twin, toolVersion: toolVersion)
    let sights = ClientSight.all(play.recording)
    let own = ClientSight.all(twin.recording)
    let parties = Set(acted.map(\.party))
    let hashes = !relay.convertsAudio
    var truth = RelayTruth(
      operators: acted,
      difference: difference(play.recording, sights, own) { $0.difference(from: $1, by: parties, comparesHashes: hashes) },
      plainDifference: difference(play.recording, sights, own) { $0.plainDifference(from: $1) })
    guard truth.difference != nil else { return truth }
    let habits = try relay.twinsWithAnotherHabit.map { ClientSight.all(try Play($0, toolVersion: toolVersion).recording) }
    // What a healthy relay shows its client too, nobody can hold against this one from there.
    if habits.contains(where: { difference(play.recording, sights, $0) { $0.plainDifference(from: $1) } == nil }) {
      truth.plainDifference = nil
    }
    if parties == [.relay],
      habits.contains(where: { difference(play.recording, sights, $0) { $0.difference(from: $1, comparesHashes: hashes) } == nil })
    {
      (truth.difference, truth.plainDifference) = (nil, nil)
    }
    return truth
  }

  /// The first session whose client saw something else.
  private static func difference(
    _ recording: Recording, _ sights: [Int: ClientSight], _ others: [Int: ClientSight], by compare: (ClientSight, ClientSight) -> String?
  ) -> String? {
    for session in recording.sessions {
      guard let sight = sights[session.number], let other = others[session.number], let text = compare(sight, other) else { continue }
      return "session \(session.number) (\(session.scenario)): \(text)"
    }
    return nil
  }

  private mutating func compareSuites(_ toolVersion: String) throws {
    let suites = try [Suite.standard, .full].map { suite in
      let relay = relay.playing(suite.scenarios)
      let play = try Play(relay, toolVersion: toolVersion)
      let acted = relay.operators.indices.filter { !play.journal.changes(of: $0).isEmpty }.map { relay.operators[$0] }
      let truth = try Self.truth(relay, play, acted, toolVersion)
      return RelayAnswer.View.allCases.map { RelayAnswer($0, play.recording, truth: truth) }
    }
    guard let standard = suites.first, let full = suites.last else { return }
    for (less, more) in zip(standard, full) where more.isBad && !less.isBad {
      let what = more.wrong + more.alarms + [more.missed].compactMap { $0 }
      worse.append("full worse than standard, \(more.view.rawValue)\(what.first.map { ": \($0)" } ?? "")")
    }
  }
}
