internal import Foundation

/// Standard output for data, standard error for notes.
enum Console {
  static func print(_ text: String) {
    let problem = write(text.hasSuffix("\n") ? text : text + "\n", to: STDOUT_FILENO)
    // A closed pipe (`sttcheck … | head`) is no error of ours; a full disk (`sttcheck report … > file`) is a report that was not written.
    guard problem != 0, problem != EPIPE else { return }
    note("sttcheck: standard output can't be written: \(String(cString: strerror(problem)))")
    leave(.internalFault)
  }

  static func note(_ text: String) {
    raw(text.hasSuffix("\n") ? text : text + "\n")
  }

  /// Without a line's end, for progress.
  static func raw(_ text: String) { _ = write(text, to: STDERR_FILENO) }

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

  /// - Returns: The errno of what went wrong; 0 where all of it was written.
  private static func write(_ text: String, to file: Int32) -> Int32 {
    let bytes = Array(text.utf8)
    var done = 0
    while done < bytes.count {
      let count = bytes[done...].withUnsafeBytes { Foundation.write(file, $0.baseAddress, $0.count) }
      if count >= 0 {
        done += count
      } else if errno == EAGAIN {
        // Somebody else made the pipe non-blocking.
        var wait = pollfd(fd: file, events: Int16(POLLOUT), revents: 0)
        poll(&wait, 1, -1)
      } else if errno != EINTR {
        return errno
      }
    }
    return 0
  }
}
