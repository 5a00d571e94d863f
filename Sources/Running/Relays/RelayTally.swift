internal import Chance

/// Counts over many relays by chance: by kind of operator, and of what must not happen at all.
package struct RelayTally: Sendable {
  /// One kind of operator, from one side.
  struct Row: Sendable {
    /// Times that it changed something …
    var played = 0
    /// … and was the only one: beside another it may be hidden, and is not expected to be named.
    var alone = 0
    var namings: [RelayAnswer.Naming: Int] = [:]
    var hasRule = true
  }

  package private(set) var relays = 0
  package private(set) var wrong = 0
  package private(set) var alarms = 0
  package private(set) var missed = 0
  package private(set) var surplus = 0
  package private(set) var worse = 0
  package private(set) var untrue = 0
  /// Operators that found nothing to do, by name.
  package private(set) var idle: [String: Int] = [:]
  private(set) var rows: [RelayAnswer.View: [String: Row]] = [:]
  private(set) var byView: [RelayAnswer.View: (wrong: Int, alarms: Int, missed: Int, surplus: Int)] = [:]

  package init() {}

  package mutating func add(_ trial: RelayTrial) {
    relays += 1
    worse += trial.worse.count
    let acted = Set(trial.truth.operators.map(\.name))
    for own in trial.relay.operators where !acted.contains(own.name) { idle[own.name, default: 0] += 1 }
    for answer in trial.answers {
      wrong += answer.wrong.count
      alarms += answer.alarms.count
      missed += answer.missed == nil ? 0 : 1
      surplus += answer.surplus
      untrue += answer.untrue.count
      var counts = byView[answer.view] ?? (0, 0, 0, 0)
      counts.wrong += answer.wrong.count
      counts.alarms += answer.alarms.count
      counts.missed += answer.missed == nil ? 0 : 1
      counts.surplus += answer.surplus
      byView[answer.view] = counts
      for (own, naming) in zip(trial.truth.operators, answer.namings) {
        var row = rows[answer.view, default: [:]][own.row] ?? Row()
        row.played += 1
        if trial.truth.operators.count == 1 {
          row.alone += 1
          row.namings[naming, default: 0] += 1
        }
        row.hasRule = !own.rules.isEmpty
        rows[answer.view, default: [:]][own.row] = row
      }
    }
  }

  /// True where nothing happened that must not.
  package var isClean: Bool { wrong + alarms + missed + surplus + worse + untrue == 0 }

  /// `wrong W, alarms A, missed M, surplus X`.
  package var counts: String { "wrong \(wrong), alarms \(alarms), missed \(missed), surplus \(surplus)" }
}
