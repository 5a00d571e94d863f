/// A named list of built-in scenarios.
package struct Suite: Sendable, Equatable {
  /// What a name stands for, or why it stands for nothing.
  package enum LookUp: Sendable, Equatable {
    case found(Suite)
    case unknown(problem: String, allowed: [String], nearest: String?)
  }

  package var name: String
  /// Names of built-in scenarios, in the order of playing.
  package var scenarios: [String]
  /// All of them begin at the same time: one after the other they would take too long.
  package var isSideBySide: Bool

  package init(name: String, scenarios: [String], isSideBySide: Bool = false) {
    self.name = name
    self.scenarios = scenarios
    self.isSideBySide = isSideBySide
  }

  /// One sentence and two, side by side: a few seconds, and what one utterance cannot show is seen too.
  package static let smoke = Suite(name: "smoke", scenarios: ["concurrent"])
  /// What goes wrong most, in less than a minute.
  package static let standard = Suite(
    name: "standard", scenarios: ["baseline", "wav-header", "no-stop", "two-utterances", "too-fast", "burst", "hang-up"])
  /// What a relay does when its service fails: a healthy session first, and another last, so that a next client follows each failure.
  package static let resilience = Suite(
    name: "resilience",
    scenarios: ["baseline"] + BuiltIns.scenarioNames.filter { $0.hasPrefix("service-") } + ["two-utterances"])
  /// What shows only after a while, in a little more than two minutes.
  package static let endurance = Suite(
    name: "endurance", scenarios: BuiltIns.scenarioNames.filter { $0.hasPrefix("long-") }, isSideBySide: true)
  /// Everything that a client can provoke: first what tells how the rest can be played.
  package static let full = Suite(
    name: "full",
    scenarios: ["baseline", "concurrent"]
      + BuiltIns.scenarioNames.filter { name in
        !["baseline", "concurrent"].contains(name) && !["service-", "long-"].contains { name.hasPrefix($0) }
      })
  package static let all = [smoke, standard, full, resilience, endurance]

  package static func named(_ name: String) -> LookUp {
    if let suite = all.first(where: { $0.name == name }) { return .found(suite) }
    let names = all.map(\.name)
    return .unknown(problem: "unknown suite '\(Quoting.short(name))'", allowed: names, nearest: NearestName.find(name, among: names))
  }
}
