internal import Synchronization

/// Stands before a sink and lets nothing secret through to it.
package final class RedactingSink: EventSink {
  private let sink: any EventSink
  private let redactor: Mutex<Redactor>

  package init(_ redactor: Redactor, to sink: any EventSink) {
    self.sink = sink
    self.redactor = Mutex(redactor)
  }

  /// What it takes out now.
  package var current: Redactor { redactor.withLock { $0 } }

  package func record(_ event: Event) { sink.record(current.event(event)) }

  package var isBehind: Bool { sink.isBehind }
  package var keptBytes: Int { sink.keptBytes }

  /// Takes more secrets out of whatever comes from now on: the token that a login gave.
  package func learn(_ secrets: [String]) {
    redactor.withLock { $0 = $0.adding(secrets) }
  }
}
