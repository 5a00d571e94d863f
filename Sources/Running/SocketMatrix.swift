package import Lab
package import NIOCore
internal import Network
package import Scenarios
internal import Store
internal import Synchronization
internal import Timeline

/// The matrix over real sockets: every run with a recording of its own, many of them side by side.
package enum SocketMatrix {
  /// Runs side by side: so many that two cores keep the pace of all their sessions, since an answer from a late clock is none.
  private static let atOnce = 33

  /// - Parameter folder: Where the recordings are kept while they are needed.
  package static func rows(
    _ worlds: [FaultSet], suite: Suite, profile: Profile = Profile(), clientHopOnly: Bool, toolVersion: String, folder: String,
    startedAtUnixNanoseconds: Int64,
    group: any EventLoopGroup
  ) async throws -> [Matrix.Row] {
    let clock = RunClock()
    let numbers = Mutex(0)
    return try await Matrix.rows(
      worlds, suite: suite, profile: profile, clientHopOnly: clientHopOnly, toolVersion: toolVersion, atOnce: Self.atOnce
    ) { plan in
      let number = numbers.withLock { count in
        count += 1
        return count
      }
      var run = RunInfo(
        id: "matrix-\(number)", startedAt: "", startedAtUnixNanoseconds: startedAtUnixNanoseconds, toolVersion: toolVersion,
        relay: "built-in", suite: plan.suite, serviceHop: .simulated, seed: plan.seed, command: "sttcheck lab matrix --sockets",
        finished: true)
      let path = "\(folder)/\(number).sqlite"
      let writer = try RecordingWriter(path: path, run: run)
      let sessions = try plan.sessions()
      let player = SocketRun(
        plan: plan, target: .builtIn, run: run, writer: writer, redactor: Redactor(), clock: clock, group: group)
      run.finished = try await player.play(sessions, jobs: .fixed(sessions.count))
      try writer.finish(run: run)
      return try RecordingFile(path: path).recording()
    }
  }
}
