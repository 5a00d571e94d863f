internal import Lab
internal import Machines
internal import Timeline

/// Does something once, so long after the connection opened; then it may keep the machine from going on as before.
struct AtTime: JointStage {
  let time: Nanoseconds
  let pen: Pen
  let what: String
  let link: Link?
  /// What is done then.
  let actions: [Action]
  /// Afterwards: what the machine still gets, and what of its wishes is still done.
  var hears: @Sendable (Occurrence) -> Bool = { _ in true }
  var may: @Sendable (Action) -> Bool = { _ in true }
  private let timer: TimerName
  private var began = false
  private var done = false

  init(
    _ time: Nanoseconds, _ pen: Pen, _ what: String, on link: Link?, _ actions: [Action],
    hears: @escaping @Sendable (Occurrence) -> Bool = { _ in true }, may: @escaping @Sendable (Action) -> Bool = { _ in true }
  ) {
    self.time = time
    self.pen = pen
    self.what = what
    self.link = link
    self.actions = actions
    self.hears = hears
    self.may = may
    timer = TimerName(stringLiteral: "chance at \(pen.place)")
  }

  mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds, inner: inout any Machine) -> [Action] {
    if occurrence == .fired(timer) {
      done = true
      pen.note(what, on: link, at: now)
      return actions
    }
    guard !done || hears(occurrence) else { return [] }
    var asked = inner.handle(occurrence, at: now)
    if done { asked = asked.filter(may) }
    guard !began else { return asked }
    began = true
    return asked + [.wake(timer, at: now + time)]
  }
}
