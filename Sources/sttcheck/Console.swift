internal import Foundation

/// Standard output for data, standard error for notes.
enum Console {
  static func print(_ text: String) {
    write(text.hasSuffix("\n") ? text : text + "\n", to: FileHandle.standardOutput)
  }

  static func note(_ text: String) {
    write(text.hasSuffix("\n") ? text : text + "\n", to: FileHandle.standardError)
  }

  /// Without a line's end, for progress.
  static func raw(_ text: String) { write(text, to: FileHandle.standardError) }

  static var outputIsTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
  static var notesAreTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  static var colour: Bool { outputIsTerminal && ProcessInfo.processInfo.environment["NO_COLOR", default: ""].isEmpty }

  /// Columns of the terminal, 80 in a pipe; never narrower than 60, nor wider than people read.
  static var width: Int {
    var size = winsize()
    guard outputIsTerminal, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return min(max(Int(size.ws_col), 60), 110)
  }

  static func leave(_ code: Exit) -> Never { exit(code.rawValue) }

  /// A closed pipe (`sttcheck … | head`) is no error of ours.
  private static func write(_ text: String, to handle: FileHandle) {
    try? handle.write(contentsOf: Data(text.utf8))
  }
}
