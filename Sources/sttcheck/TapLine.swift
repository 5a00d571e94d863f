internal import Diagnosis
internal import Running
internal import Speech
internal import Synchronization
internal import Timeline

/// One line on the terminal that follows the sessions of a tap; above it, what is certain of them, as it happens.
final class TapLine: TapObserver {
  private struct State {
    var going: [Int: TapProgress] = [:]
    var done = 0
    var drawnAt: ContinuousClock.Instant?
  }

  private let state = Mutex(State())

  func changed(_ session: TapProgress) {
    let line: String? = state.withLock { state in
      state.going[session.session] = session.isOver ? nil : session
      if session.isOver { state.done += 1 }
      let now = ContinuousClock.now
      if !session.isOver, let last = state.drawnAt, now - last < .milliseconds(100) { return nil }
      state.drawnAt = now
      let going = state.going.sorted { $0.key < $1.key }.map { number, session in
        "#\(number) \(session.time / 1_000_000_000) s, \(session.sent.messages) msg out at \(Self.pace(session)) kB/s, \(session.received.messages) in"
      }
      return "[\(state.done) over] " + going.joined(separator: " · ")
    }
    guard let line else { return }
    Console.raw("\r\u{1B}[K" + line.prefix(78))
  }

  /// What its client has sent a second, on average.
  private static func pace(_ session: TapProgress) -> Int {
    Int(Double(session.sent.bytes) / 1024 / max(0.1, session.time.seconds))
  }

  func learnt(_ told: LiveFindings.Told) {
    clear()
    TapNotes().learnt(told)
  }

  /// Takes the line away again.
  func clear() { Console.raw("\r\u{1B}[K") }
}
