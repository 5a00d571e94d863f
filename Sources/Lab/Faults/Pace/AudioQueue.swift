internal import Machines
internal import Timeline
internal import Wire

/// The relay's messages to the service, in order, at times of the relay's own choosing.
struct AudioQueue: FaultStage {
  enum Rhythm {
    /// Begins so long after the first audio, then one message each so often until it has caught up.
    case hurry(after: Nanoseconds, each: Nanoseconds)
    /// One message each so often, at most.
    case slow(each: Nanoseconds)
    /// Everything that has come, each so often.
    case bursts(every: Nanoseconds)
  }

  private let rhythm: Rhythm
  private var line: DelayLine
  private var first: Nanoseconds?
  private var last: Nanoseconds?

  init(_ rhythm: Rhythm, of fault: String) {
    self.rhythm = rhythm
    line = DelayLine(fault)
  }

  mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds, inner: inout any Machine) -> [Action] {
    if line.owns(occurrence) { return line.takeDue(at: now) }
    var actions: [Action] = []
    for action in inner.handle(occurrence, at: now) {
      if action.isData(on: .dialled) {
        let due = action.audioToService == nil ? max(now, last ?? now) : dueOfAudio(at: now)
        last = due
        actions += line.add(action, due: due)
      } else {
        if action.ends(.dialled) { line.drop() }
        actions.append(action.patient)
      }
    }
    return actions
  }

  private mutating func dueOfAudio(at now: Nanoseconds) -> Nanoseconds {
    let begun = first ?? now
    first = begun
    switch rhythm {
    case .hurry(let after, let each): return max(now, begun + after, last.map { $0 + each } ?? 0)
    case .slow(let each): return max(now, last.map { $0 + each } ?? 0)
    case .bursts(let every): return begun + ((now - begun) / every + 1) * every
    }
  }
}
