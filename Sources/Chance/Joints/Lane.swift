internal import Lab
internal import Machines
internal import Timeline

/// What waits for its time on one side of a machine, in order: nothing overtakes what went before, but what stands aside.
struct Lane<Item: Sendable>: Sendable {
  private let timer: TimerName
  private var waiting: [(due: Nanoseconds, item: Item)] = []
  /// Nothing in the lane goes sooner than what went into it before.
  private var last: Nanoseconds = 0

  /// - Parameter name: Makes the timer's name: two lanes of one machine have two.
  init(_ name: String) { timer = TimerName(stringLiteral: name) }

  var isEmpty: Bool { waiting.isEmpty }

  func owns(_ occurrence: Occurrence) -> Bool { occurrence == .fired(timer) }

  /// - Parameter aside: What comes behind does not wait for it.
  mutating func add(_ item: Item, due: Nanoseconds, aside: Bool = false) {
    let due = max(due, last)
    if !aside { last = due }
    let place = waiting.lastIndex { $0.due <= due }.map { $0 + 1 } ?? 0
    waiting.insert((due, item), at: place)
  }

  /// What has nothing to do with the order of the lane goes first.
  mutating func addAtOnce(_ item: Item, at now: Nanoseconds) { waiting.insert((now, item), at: 0) }

  /// What may go now.
  mutating func takeDue(at now: Nanoseconds) -> [Item] {
    let count = waiting.firstIndex { $0.due > now } ?? waiting.count
    defer { waiting.removeFirst(count) }
    return waiting.prefix(count).map(\.item)
  }

  /// The timer for what comes next.
  var wake: [Action] { waiting.first.map { [.wake(timer, at: $0.due)] } ?? [] }
}
