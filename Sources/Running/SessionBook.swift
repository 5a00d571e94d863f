internal import Lab
internal import Network
internal import Synchronization
internal import Timeline

/// Numbers of connections within a run, from 1.
final class ConnectionNumbers: Sendable {
  private let last = Mutex(0)

  func next() -> Int {
    last.withLock { value in
      value += 1
      return value
    }
  }
}

/// Numbers of a session's connections to the service, from 1.
final class DialNumbers: Sendable {
  private let last = Mutex<[Int: Int]>([:])

  func next(of session: Int) -> Int {
    last.withLock { numbers in
      numbers[session, default: 0] += 1
      return numbers[session, default: 1]
    }
  }
}

/// Counts served sessions that are still open.
final class OpenSessions: Sendable {
  private let count = Mutex(0)

  var number: Int { count.withLock { $0 } }

  /// The session, counted until its sockets are gone.
  func served(_ session: ServedSession) -> ServedSession {
    count.withLock { $0 += 1 }
    var session = session
    session.onEnd = { [self] _ in count.withLock { $0 -= 1 } }
    return session
  }

  /// The same of a connection that is passed on.
  func tapped(_ plan: TapPlan) -> TapPlan {
    count.withLock { $0 += 1 }
    var plan = plan
    plan.onEnd = { [self] in count.withLock { $0 -= 1 } }
    return plan
  }

  /// Returns when all have ended, or after some time: a relay that never lets go is not waited for.
  func quiet(within limit: Nanoseconds) async {
    await Looking.until(within: .nanoseconds(limit)) { number == 0 }
  }
}

/// Which session is being played, for connections that come in behind a relay under test: sessions go one at a time there, so whatever
/// comes in belongs to the one that is going on, or to the last one.
final class ActiveSession: Sendable {
  private let playing = Mutex<(number: Int, misbehaviour: Misbehaviour?)>((0, nil))
  let open = OpenSessions()

  var current: Int { playing.withLock { $0.number } }
  /// What the service does wrong on purpose in it.
  var misbehaviour: Misbehaviour? { playing.withLock { $0.misbehaviour } }
  func set(_ session: SessionInfo) { playing.withLock { $0 = (session.number, session.misbehaviour) } }
  /// Where the service was made to fail, long enough to see whether a connection is left open.
  func quiet() async { await open.quiet(within: misbehaviour == nil ? .milliseconds(1500) : .milliseconds(3500)) }
}

/// Keeps in mind what the first sessions recorded, on its way to the recording.
final class Memory: EventSink {
  private let sink: any EventSink
  private let kept = Mutex<[Event]?>([])

  init(before sink: any EventSink) { self.sink = sink }

  func record(_ event: Event) {
    sink.record(event)
    kept.withLock { events in
      guard let count = events?.count else { return }
      var event = event
      event.id = Int64(count + 1)
      events?.append(event)
    }
  }

  var isBehind: Bool { sink.isBehind }
  var keptBytes: Int { sink.keptBytes }

  var events: [Event] { kept.withLock { $0 ?? [] } }

  /// From now on nothing is kept.
  func forget() { kept.withLock { $0 = nil } }
}
