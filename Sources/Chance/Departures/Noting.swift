internal import Lab
internal import Machines
internal import Timeline

/// Changes nothing: writes down, once, that a machine was told to behave otherwise.
struct Noting: JointStage {
  let pen: Pen
  let what: String
  let link: Link?
  private var noted = false

  init(pen: Pen, what: String, link: Link?) {
    self.pen = pen
    self.what = what
    self.link = link
  }

  mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds, inner: inout any Machine) -> [Action] {
    if !noted { pen.note(what, on: link, at: now) }
    noted = true
    return inner.handle(occurrence, at: now)
  }
}
