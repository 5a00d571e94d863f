internal import Foundation
internal import Processes

/// A program that is run to its end; cancelling sends it SIGTERM, and it is waited for all the same.
enum ChildProgram {
  /// - Parameters:
  ///   - quiet: What it prints on standard output is dropped; its notes are not.
  ///   - output: Gets what it prints on standard output.
  ///   - notes: Gets what it prints on standard error.
  /// - Returns: Its exit code, or 128 and the signal's number; nil where it could not be started.
  static func run(
    _ program: String, _ words: [String], environment: [String: String] = [:], quiet: Bool = false, output: FileHandle? = nil,
    notes: FileHandle? = nil
  ) async -> Int32? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = words
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    if quiet { process.standardOutput = FileHandle.nullDevice }
    if let output { process.standardOutput = output }
    if let notes { process.standardError = notes }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        process.terminationHandler = { ended in
          continuation.resume(
            returning: ended.terminationReason == .uncaughtSignal ? 128 + ended.terminationStatus : ended.terminationStatus)
        }
        do { try CoreDumps.leftToOthers { try process.run() } } catch { continuation.resume(returning: nil) }
        // Told to end before it was there.
        if Task.isCancelled, process.isRunning { process.terminate() }
      }
    } onCancel: {
      if process.isRunning { process.terminate() }
    }
  }
}
