internal import Diagnosis
internal import Timeline

/// Words of the chapter about a failing service that every format shares.
enum ResilienceText {
  static func after(_ row: ResilienceRow) -> String { row.after.map { Wording.span($0) } ?? "–" }

  static func word(_ answer: ChecklistItem.Answer?) -> String {
    switch answer {
    case .yes?: "yes"
    case .no?: "no"
    case .unknown?: "could not tell"
    case nil: "not asked"
    }
  }

  /// The mark of a verdict, and the style that goes with it.
  static func mark(_ verdict: Verdict) -> (String, String) {
    switch verdict {
    case .healthy: ("✓", "good")
    case .faulty, .unreachable: ("✗", "bad")
    case .inconclusive: ("?", "fair")
    }
  }
}
