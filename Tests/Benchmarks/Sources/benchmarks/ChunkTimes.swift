internal import Synchronization
internal import Timeline
internal import Wire

/// When chunks of audio left their client, against their schedule, and when they came to the server.
final class ChunkTimes: EventSink {
  private struct Times {
    var lateSent: [Double] = []
    var arrivals: [Int: [Nanoseconds]] = [:]
  }

  private let times = Mutex(Times())
  private let period: Nanoseconds

  init(period: Nanoseconds) { self.period = period }

  func record(_ event: Event) {
    guard case .frame(let frame) = event.kind, frame.frame.opcode == .binary else { return }
    times.withLock { times in
      if let scheduled = frame.scheduled {
        times.lateSent.append((event.at - scheduled).seconds)
      } else {
        times.arrivals[event.connection, default: []].append(event.at)
      }
    }
  }

  /// Seconds after its time that each chunk was sent.
  var lateSent: [Double] { times.withLock { $0.lateSent } }
  /// How many chunks came to the server.
  var arrived: Int { times.withLock { $0.arrivals.values.reduce(0) { $0 + $1.count } } }

  /// For each session: by how many seconds its last chunks came later than the rate of its first ones promised. Medians of ten, so that
  /// one slow arrival is no drift.
  var drifts: [Double] {
    times.withLock { times in
      times.arrivals.values.map { arrivals in
        let late = arrivals.enumerated().map { ($1 - arrivals[0] - Int64($0) * period).seconds }
        return Spread(Array(late.suffix(10))).median - Spread(Array(late.prefix(10))).median
      }
    }
  }
}
