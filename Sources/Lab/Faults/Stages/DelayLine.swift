internal import Machines
internal import Timeline
internal import Wire

/// What waits to be done later, in order, on a timer of its own.
struct DelayLine {
  private let timer: TimerName
  private var held: [(due: Nanoseconds, action: Action)] = []

  /// - Parameter fault: Its name makes the timer's: two faults in one machine have two.
  init(_ fault: String) { timer = TimerName(stringLiteral: "fault \(fault)") }

  var isEmpty: Bool { held.isEmpty }

  /// Puts an action behind what waits already; it never overtakes that.
  /// - Returns: What the driver must be told.
  mutating func add(_ action: Action, due: Nanoseconds) -> [Action] {
    held.append((max(due, held.last?.due ?? due), action))
    return held.count == 1 ? [.wake(timer, at: due)] : []
  }

  /// Lets all that a relay says to its client wait; what comes after the messages stays after them.
  /// - Returns: Everything else, and what the driver must be told.
  mutating func hold(_ actions: [Action], by delay: Nanoseconds, at now: Nanoseconds) -> [Action] {
    var passed: [Action] = []
    for action in actions {
      switch action {
      case .send(.accepted, .text, _), .send(.accepted, .binary, _), .send(.accepted, .close, _):
        passed += add(action, due: now + delay)
      case .end(.accepted, _) where !isEmpty: passed += add(action, due: now + delay)
      case .wake(ReferenceRelay.Timer.clientClose.name, let time):
        passed.append(.wake(ReferenceRelay.Timer.clientClose.name, at: time + delay))
      default: passed.append(action)
      }
    }
    return passed
  }

  /// Whether the line's own timer fired.
  func owns(_ occurrence: Occurrence) -> Bool { occurrence == .fired(timer) }

  /// What is due, and the timer for what comes next.
  mutating func takeDue(at now: Nanoseconds) -> [Action] {
    let count = held.firstIndex { $0.due > now } ?? held.count
    defer { held.removeFirst(count) }
    let next = held.dropFirst(count).first.map { [Action.wake(timer, at: $0.due)] } ?? []
    return held.prefix(count).map(\.action) + next
  }

  /// Everything that waits, at once.
  mutating func takeAll() -> [Action] {
    defer { held = [] }
    return held.map(\.action)
  }

  mutating func drop() { held = [] }
}
