internal import Timeline
internal import Wire

/// Holds messages until the service would have them ready.
///
/// Audio is worked through at a limited speed: what comes faster is answered later and later, without an error.
struct ResultQueue {
  /// Audio that may come at once without being answered later: the chunks that senders are told to use.
  private static let slack: Nanoseconds = .milliseconds(250)

  private let speed: Double
  private let latency: Nanoseconds
  private var waiting: [(due: Nanoseconds, message: Message)] = []
  /// When all audio that has come is worked through.
  private var busyUntil: Nanoseconds?

  init(_ settings: ServiceSettings) {
    speed = max(settings.processingSpeed, 0.01)
    latency = settings.latency
  }

  /// When the next message is due.
  var nextDue: Nanoseconds? { waiting.first?.due }

  /// Audio came.
  /// - Returns: When the service begins to work on it, which may lie in the past for audio that comes in time.
  mutating func audio(seconds: Double, at now: Nanoseconds) -> Nanoseconds {
    let start = max(busyUntil ?? now, now - Self.slack)
    busyUntil = start + .seconds(seconds / speed)
    return start
  }

  /// - Parameters:
  ///   - offset: Seconds of audio before the message's cause, counted from `start`.
  ///   - now: It is ready no sooner than the latency after this.
  mutating func add(_ message: Message, offset: Double, from start: Nanoseconds, at now: Nanoseconds) {
    let ready = max(now, start + .seconds(offset / speed)) + latency
    waiting.append((max(ready, waiting.last?.due ?? ready), message))
  }

  /// The stream was ended: whatever waits, and this, goes out by the deadline.
  mutating func finish(with messages: [Message], by deadline: Nanoseconds) {
    for index in waiting.indices { waiting[index].due = min(waiting[index].due, deadline) }
    waiting += messages.map { (deadline, $0) }
  }

  mutating func takeDue(at now: Nanoseconds) -> [Message] {
    let count = waiting.firstIndex { $0.due > now } ?? waiting.count
    defer { waiting.removeFirst(count) }
    return waiting[..<count].map(\.message)
  }

  mutating func drop() { waiting = [] }
}
