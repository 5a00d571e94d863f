internal import Lab
internal import Running
internal import Synchronization
internal import Timeline

/// One line on the terminal that follows the sessions; in a pipe, nothing.
final class LiveProgress: RunObserver {
  private struct State {
    var going: [Int: (scenario: String, progress: PlayerProgress)] = [:]
    var done = 0
    var drawnAt: ContinuousClock.Instant?
  }

  private let total: Int
  private let state = Mutex(State())

  init(total: Int) { self.total = total }

  func began(_ session: SessionInfo) {
    state.withLock { $0.going[session.number] = (session.scenario, PlayerProgress()) }
    draw(force: true)
  }

  func progressed(_ session: Int, _ progress: PlayerProgress) {
    state.withLock { $0.going[session]?.progress = progress }
    draw(force: false)
  }

  func ended(_ session: SessionInfo) {
    state.withLock { state in
      state.going[session.number] = nil
      state.done += 1
    }
    draw(force: true)
  }

  /// Takes the line away again.
  func clear() { Console.raw("\r\u{1B}[K") }

  private func draw(force: Bool) {
    let line: String? = state.withLock { state in
      let now = ContinuousClock.now
      if !force, let last = state.drawnAt, now - last < .milliseconds(100) { return nil }
      state.drawnAt = now
      let sessions = state.going.sorted { $0.key < $1.key }.map { _, session in
        "\(session.scenario) \(tenths(session.progress.audioSent))/\(tenths(session.progress.audioTotal)) s, \(session.progress.messages) msg"
      }
      return "[\(state.done)/\(total)] " + sessions.joined(separator: " · ")
    }
    guard let line else { return }
    Console.raw("\r\u{1B}[K" + line.prefix(78))
  }

  private func tenths(_ seconds: Double) -> String {
    let value = Int((seconds * 10).rounded())
    return "\(value / 10).\(value % 10)"
  }
}
