import Foundation
import Glibc
import TestSupport

/// A program on its way; its output goes into a file, so that no pipe can fill up. It never outlives its value.
final class Program: Sendable {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  private let process: Process
  private let name: String
  private let log: URL
  private let ended = DispatchSemaphore(value: 0)

  init(_ path: String, _ arguments: [String], environment: [String: String] = [:]) throws {
    name = ([path] + arguments).map { URL(fileURLWithPath: $0).lastPathComponent }.joined(separator: " ")
    log = FileManager.default.temporaryDirectory.appendingPathComponent("field-tests-\(UUID().uuidString).log")
    try Data().write(to: log)
    let output = try FileHandle(forWritingTo: log)
    process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = output
    process.terminationHandler = { [ended] _ in ended.signal() }
    try process.run()
  }

  deinit {
    kill()
    try? FileManager.default.removeItem(at: log)
  }

  var output: String { (try? String(contentsOf: log, encoding: .utf8)) ?? "" }

  func kill() { if process.isRunning { Glibc.kill(process.processIdentifier, SIGKILL) } }

  /// Waits until it listens on a port.
  func listens(on port: Int) async throws {
    let deadline = ContinuousClock.now + .seconds(30)
    while !sockaddr_in.loopback(port: port).answers {
      guard process.isRunning, ContinuousClock.now < deadline else {
        throw Failure(description: "\(name) \(process.isRunning ? "does not listen in time" : "ended before it listened"):\n\(output)")
      }
      try await Task.sleep(for: .milliseconds(50))
    }
  }

  /// The `ws://` URL that a part of the lab says it listens on.
  func url() async throws -> String {
    let deadline = ContinuousClock.now + .seconds(30)
    while true {
      let text = output
      if let start = text.range(of: "ws://")?.lowerBound, let end = text[start...].firstIndex(of: "\n") { return String(text[start..<end]) }
      guard process.isRunning, ContinuousClock.now < deadline else {
        throw Failure(description: "\(name) \(process.isRunning ? "does not listen in time" : "ended before it listened"):\n\(text)")
      }
      try await Task.sleep(for: .milliseconds(50))
    }
  }

  /// Its exit code, once it has ended.
  func end(within patience: DispatchTimeInterval) async throws -> Int32 {
    let inTime = await withCheckedContinuation { (done: CheckedContinuation<Bool, Never>) in
      Thread.detachNewThread { [ended] in done.resume(returning: ended.wait(timeout: .now() + patience) == .success) }
    }
    guard inTime, process.terminationReason == .exit else {
      kill()
      throw Failure(description: "\(name) did not end by itself:\n\(output)")
    }
    return process.terminationStatus
  }
}
