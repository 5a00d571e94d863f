import Foundation

/// What a program left behind when it ended.
struct Ended: Sendable, CustomStringConvertible {
  var status: Int32
  /// True where a signal ended it: `status` is then the signal's number.
  var bySignal: Bool
  var out: String
  var err: String

  var description: String { "\(bySignal ? "signal" : "status") \(status)\nout: \(out)\nerr: \(err)" }
}

/// `sttcheck` on its way, in a folder of its own.
final class Sttcheck: Sendable {
  struct Overdue: Error, CustomStringConvertible {
    let description: String
  }

  /// The longest that any of its commands may take here.
  static let patience: DispatchTimeInterval = .seconds(120)

  private let process: Process
  /// Kept as long as the program may use it.
  private let folder: TemporaryFolder
  private let outputs: TemporaryFolder
  private let words: [String]
  private let ended = DispatchSemaphore(value: 0)

  /// Starts it. Its output goes into files, so that no pipe can fill up.
  init(_ words: [String], in folder: TemporaryFolder, environment: [String: String] = [:], program: String? = nil) throws {
    self.words = words
    self.folder = folder
    outputs = try TemporaryFolder()
    for name in ["out", "err"] { try outputs.write("", to: name) }
    process = Process()
    process.executableURL = URL(fileURLWithPath: try program ?? BuiltBinary.path())
    process.arguments = words
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: outputs.file("out")))
    process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: outputs.file("err")))
    process.terminationHandler = { [ended] _ in ended.signal() }
    try process.run()
  }

  deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

  /// Runs a command to its end, when it is its turn.
  static func run(_ words: String..., in folder: TemporaryFolder, environment: [String: String] = [:]) async throws -> Ended {
    try await Gate.programs.pass { try await Sttcheck(words, in: folder, environment: environment).end() }
  }

  /// Its process id.
  var number: Int32 { process.processIdentifier }

  var out: String { (try? outputs.text("out")) ?? "" }
  var err: String { (try? outputs.text("err")) ?? "" }

  func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

  /// Waits until it has ended, and kills it where that takes too long.
  func end() async throws -> Ended {
    let inTime = await withCheckedContinuation { (done: CheckedContinuation<Bool, Never>) in
      Thread.detachNewThread { [ended] in done.resume(returning: ended.wait(timeout: .now() + Self.patience) == .success) }
    }
    guard inTime else {
      send(SIGKILL)
      throw Overdue(description: "sttcheck \(words.joined(separator: " ")) did not end in time\nout: \(out)\nerr: \(err)")
    }
    return Ended(status: process.terminationStatus, bySignal: process.terminationReason == .uncaughtSignal, out: out, err: err)
  }

  /// Waits until something holds, as long as it runs.
  func until(_ what: String, _ holds: @Sendable () -> Bool) async throws {
    let deadline = ContinuousClock.now + .seconds(30)
    while !holds() {
      guard process.isRunning, ContinuousClock.now < deadline else {
        throw Overdue(description: "sttcheck \(words.joined(separator: " ")): \(what) never came\nout: \(out)\nerr: \(err)")
      }
      try await Task.sleep(for: .milliseconds(20))
    }
  }
}
