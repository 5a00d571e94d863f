internal import Synchronization

/// Where events go. One method, called from any thread, never blocking for I/O.
package protocol EventSink: Sendable {
  func record(_ event: Event)
  /// True while much waits to be written: whoever reads a socket for it lets the socket wait too.
  var isBehind: Bool { get }
  /// Bytes that it has taken of the run so far, with what goes with each event.
  var keptBytes: Int { get }
}

extension EventSink {
  package var isBehind: Bool { false }
  package var keptBytes: Int { 0 }
}

/// Keeps events in memory, numbered as they come.
package final class MemorySink: EventSink {
  private let stored = Mutex<[Event]>([])

  package init() {}

  package func record(_ event: Event) {
    stored.withLock { events in
      var event = event
      event.id = Int64(events.count + 1)
      events.append(event)
    }
  }

  /// All events so far, in order of arrival.
  package var events: [Event] { stored.withLock { $0 } }
}
