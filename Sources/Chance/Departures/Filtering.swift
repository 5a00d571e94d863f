internal import Lab
internal import Machines
internal import Timeline
internal import Wire

/// Looks at what comes in and at what the machine asks for, with a small memory of its own.
struct Filtering<Memory: Sendable>: JointStage {
  var memory: Memory
  /// Called before the machine; may remember something.
  var sees: @Sendable (Occurrence, Nanoseconds, inout Memory) -> [Action] = { _, _, _ in [] }
  /// Whether the machine gets it.
  var hears: @Sendable (Occurrence, inout Memory) -> Bool = { _, _ in true }
  let change: @Sendable (Action, Nanoseconds, inout Memory) -> [Action]

  mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds, inner: inout any Machine) -> [Action] {
    let first = sees(occurrence, now, &memory)
    guard hears(occurrence, &memory) else { return first }
    var actions = first
    for action in inner.handle(occurrence, at: now) { actions += change(action, now, &memory) }
    return actions
  }
}

extension Action {
  func isClose(on leg: Leg) -> Bool { if case .send(leg, .close, _) = self { true } else { false } }

  func isData(on leg: Leg) -> Bool {
    switch self {
    case .send(leg, .text, _), .send(leg, .binary, _): true
    default: false
    }
  }

  /// Anything that goes out on this leg, or ends it.
  func isOn(_ leg: Leg) -> Bool {
    switch self {
    case .send(leg, _, _), .sendRaw(leg, _), .sendFragmented(leg, _, _, _), .end(leg, _): true
    default: false
    }
  }

  func ends(_ leg: Leg) -> Bool { if case .end(leg, _) = self { true } else { isClose(on: leg) } }
}
