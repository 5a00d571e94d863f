internal import Synchronization
internal import Timeline

/// Stands before a redacting sink and tells it of each credential that goes by, before it is recorded.
final class TapSink: EventSink {
  private let sink: RedactingSink
  private let known = Mutex<Set<String>>([])

  init(before sink: RedactingSink) { self.sink = sink }

  var isBehind: Bool { sink.isBehind }
  var keptBytes: Int { sink.keptBytes }

  func record(_ event: Event) {
    let found = SecretFinder.secrets(in: event)
    let new = found.isEmpty ? [] : known.withLock { known in found.filter { known.insert($0).inserted } }
    if !new.isEmpty { sink.learn(new) }
    sink.record(event)
  }
}
