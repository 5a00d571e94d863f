internal import Diagnosis
internal import Running
internal import Speech

/// What is certain of a tap's sessions, a line each as it happens: all that a pipe or a log gets of them before the end.
struct TapNotes: TapObserver {
  func changed(_ session: TapProgress) {}

  func learnt(_ told: LiveFindings.Told) {
    Console.note("#\(told.session) \(told.rule.map { "\($0): " } ?? "")\(VisibleText.quote(told.text, limit: 300))")
  }
}
