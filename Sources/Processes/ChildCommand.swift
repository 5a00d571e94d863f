internal import Foundation
internal import Synchronization

/// A command on its way, with whatever it starts: a process group that is ended as a whole.
///
/// It does not outlive this program, however that ends: a watchman of its own waits for the end of a pipe that this program holds.
package final class ChildCommand: Sendable {
  private struct State {
    var ending: ChildEnding?
    var isStopping = false
    var last: [String] = []
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  /// How many of its last lines are kept.
  private static let kept = 20

  private let group: pid_t
  private let watchman: pid_t
  /// Open as long as this program lives.
  private let lifeline: ProcessPipe
  /// Signalled at the end of its output.
  private let hasSaidAll = DispatchSemaphore(value: 0)
  private let state = Mutex(State())

  /// Runs it by `/bin/sh -c` in the current folder.
  /// - Parameters:
  ///   - output: Gets each line that it prints, on a thread of its own: from standard output and error, in the order in which they come.
  ///   - ended: Called once, when it has ended without being told to.
  package init(
    _ command: String, environment: [String: String], output: @escaping @Sendable (String) -> Void,
    ended: @escaping @Sendable (ChildEnding) -> Void
  ) throws(ChildFailure) {
    let printed = try ProcessPipe()
    lifeline = try ProcessPipe()
    group = try Spawn.shell(command, environment: environment, output: printed.writing.fileDescriptor)
    try? printed.writing.close()
    do {
      watchman = try Spawn.shell(
        "read -r _; kill -s TERM -- -\(group); sleep 2; kill -s KILL -- -\(group)", environment: [:],
        input: lifeline.reading.fileDescriptor)
    } catch {
      kill(-group, SIGKILL)
      throw error
    }
    Thread.detachNewThread { [self] in
      read(printed.reading, output)
    }
    Thread.detachNewThread { [self] in
      guard let ending = wait() else { return }
      ended(ending)
    }
  }

  /// How it ended; nil: it goes on. What it started may go on without it.
  package var ending: ChildEnding? { state.withLock(\.ending) }

  /// True while it or something that it started goes on.
  package var isRunning: Bool { ending == nil || kill(-group, 0) == 0 }

  /// The last lines that it printed.
  package var lastLines: [String] { state.withLock(\.last) }

  /// Ends it and all that it started: asked first (SIGTERM), then made to (SIGKILL).
  /// - Parameter patience: How long it may take to end by itself.
  package func stop(patience: Duration = .seconds(5)) async {
    state.withLock { $0.isStopping = true }
    kill(-group, SIGTERM)
    let limit = ContinuousClock.now + patience
    // Detached from the caller's cancellation: a run that was interrupted stops its relay all the same.
    await Task.detached { [self] in
      await gone(by: limit)
      guard isRunning else { return }
      kill(-group, SIGKILL)
      await gone(by: ContinuousClock.now + .seconds(1))
    }.value
    await reaped()
    kill(-watchman, SIGKILL)
    waitpid(watchman, nil, 0)
  }

  /// Asks now and then: what the command started is no child of ours, and nobody tells when the last of a group is gone.
  private func gone(by limit: ContinuousClock.Instant) async {
    while isRunning, ContinuousClock.now < limit { try? await Task.sleep(for: .milliseconds(20)) }
  }

  /// Returns once the command itself has ended.
  private func reaped() async {
    await withCheckedContinuation { continuation in
      let isOver = state.withLock { state in
        if state.ending == nil { state.waiting.append(continuation) }
        return state.ending != nil
      }
      if isOver { continuation.resume() }
    }
  }

  /// - Returns: How it ended, where it was not told to.
  private func wait() -> ChildEnding? {
    var status: Int32 = 0
    while waitpid(group, &status, 0) < 0, errno == EINTR {}
    // Its last words are often why it ended. What it started may hold the pipe open for much longer.
    _ = hasSaidAll.wait(timeout: .now() + .milliseconds(300))
    let ending = ChildEnding(status: status)
    let (waiting, wasTold) = state.withLock { state in
      state.ending = ending
      defer { state.waiting = [] }
      return (state.waiting, state.isStopping)
    }
    for continuation in waiting { continuation.resume() }
    return wasTold ? nil : ending
  }

  private func read(_ handle: FileHandle, _ output: @Sendable (String) -> Void) {
    var cutter = LineCutter()
    while true {
      let data = handle.availableData
      guard !data.isEmpty else { break }
      for line in cutter.take(data) { told(line, output) }
    }
    if let rest = cutter.rest() { told(rest, output) }
    hasSaidAll.signal()
  }

  private func told(_ line: String, _ output: @Sendable (String) -> Void) {
    state.withLock { state in
      state.last.append(line)
      if state.last.count > Self.kept { state.last.removeFirst() }
    }
    output(line)
  }
}
