/// The exit codes that other programs rely on.
enum Exit: Int32 {
  case clean = 0
  case findings = 1
  /// Usage, profile or scenario error.
  case usage = 2
  /// The relay could not be reached, or refused the handshake for a reason of its own.
  case unreachable = 3
  /// The recording or report could not be written, or an internal fault.
  case internalFault = 4
  case interrupted = 130
}

/// A command that cannot go on: one clear sentence, and the code to leave with.
struct CommandFailure: Error {
  var code: Exit
  var text: String
}

/// A command that has said everything, and leaves with a code.
struct LeaveWith: Error {
  var code: Exit
}
