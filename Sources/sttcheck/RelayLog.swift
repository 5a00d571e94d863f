internal import Foundation
internal import Synchronization
internal import Timeline

/// What a relay that the run started prints, in a file beside the recording: redacted, each line with its time since the run began.
final class RelayLog: Sendable {
  let path: String
  private let isNew: Bool
  private let redactor: Mutex<Redactor>
  /// Lines that wait for a secret that may stand in them; nil: none do.
  private let held: Mutex<[(line: String, at: ContinuousClock.Instant)]?>
  private let began: ContinuousClock.Instant
  private let file: Mutex<FileHandle>

  /// Adds to the log that is there.
  /// - Parameters:
  ///   - began: When the run's clock was at 0.
  ///   - holds: Whether lines wait until `learn`: a relay may print the token that it gives at a login before we have it.
  init(
    beside recording: String, run: RunInfo, began: ContinuousClock.Instant, command: String, redactor: Redactor, holds: Bool
  ) throws(CommandFailure) {
    path = Self.path(beside: recording)
    isNew = !Files.exists(path)
    self.redactor = Mutex(redactor)
    held = Mutex(holds ? [] : nil)
    self.began = began
    let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw CommandFailure(
        code: .internalFault,
        text: "\(path): what the relay prints can't be kept there: \(String(cString: strerror(errno))); choose another place with --record")
    }
    file = Mutex(FileHandle(fileDescriptor: descriptor, closeOnDealloc: true))
    write("# run \(run.id), \(run.startedAt): \(redactor.text(command))")
  }

  static func path(beside recording: String) -> String {
    (recording.hasSuffix(".sqlite") ? String(recording.dropLast(7)) : recording) + ".relay.log"
  }

  func add(_ line: String) {
    let now = ContinuousClock.now
    let waits = held.withLock { held in
      held?.append((line, now))
      return held != nil
    }
    if !waits { write(line, at: now) }
  }

  private func write(_ line: String, at: ContinuousClock.Instant) {
    let time = (at - began) / .milliseconds(1)
    write("\(String(format: "%10.3f", time / 1000))  \(redactor.withLock { $0 }.text(line))")
  }

  /// Takes more secrets out of what comes from now on, and of what waited for them.
  func learn(_ secrets: [String]) {
    redactor.withLock { $0 = $0.adding(secrets) }
    release()
  }

  private func release() {
    let lines = held.withLock { held in
      defer { held = nil }
      return held ?? []
    }
    for (line, at) in lines { write(line, at: at) }
  }

  /// - Parameter keeping: False removes it, if it holds nothing of other runs.
  func close(keeping: Bool) {
    release()
    file.withLock { try? $0.close() }
    if !keeping, isNew { try? FileManager.default.removeItem(atPath: path) }
  }

  /// A full disk is the recording's to tell of: this one is beside it.
  private func write(_ text: String) { file.withLock { try? $0.write(contentsOf: Data((text + "\n").utf8)) } }
}
