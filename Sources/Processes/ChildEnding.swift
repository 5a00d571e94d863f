/// How a command came to its end.
package enum ChildEnding: Sendable, Equatable, CustomStringConvertible {
  case exited(Int32)
  case signalled(Int32)

  /// What the shell says of a command that there is not (127), or that can't be run (126).
  package var isNoCommand: Bool { self == .exited(127) || self == .exited(126) }

  package var description: String {
    switch self {
    case .exited(let status): "exit status \(status)"
    case .signalled(let number): "signal \(number)\(Self.names[number].map { " (\($0))" } ?? "")"
    }
  }

  /// Those that end programs, by POSIX's numbers.
  private static let names: [Int32: String] = [
    1: "SIGHUP", 2: "SIGINT", 3: "SIGQUIT", 4: "SIGILL", 6: "SIGABRT", 8: "SIGFPE", 9: "SIGKILL", 11: "SIGSEGV", 13: "SIGPIPE",
    15: "SIGTERM",
  ]

  /// - Parameter status: As `waitpid` gives it.
  init(status: Int32) {
    let signal = status & 0x7F
    self = signal == 0 ? .exited((status >> 8) & 0xFF) : .signalled(signal)
  }
}

/// Why no process could be made.
package struct ChildFailure: Error, Sendable, Equatable {
  package var text: String
}
