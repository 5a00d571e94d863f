/// Why a recording could not be opened, read or written: what, where, and what to do.
package struct StoreError: Error, Sendable, Equatable, CustomStringConvertible {
  /// One code a cause; callers choose an exit code by it, people read `text`.
  package enum Code: String, Sendable {
    /// The folder of the file is missing, or no file can be made in it.
    case folder
    case missingFile = "missing-file"
    /// A directory, a device, or a file that is not a recording.
    case notARecording = "not-a-recording"
    /// Written by a newer version of the tool.
    case newerVersion = "newer-version"
    case unknownRun = "unknown-run"
    /// The file holds a run of that id already.
    case duplicateRun = "duplicate-run"
    case readOnly = "read-only"
    case diskFull = "disk-full"
    /// Another process keeps the file locked.
    case locked
    /// Events came faster than the disk took them.
    case overflow
    case damaged
    /// Any other error of the disk or of SQLite.
    case inputOutput = "input-output"
  }

  package var code: Code
  package var path: String
  /// What went wrong and what to do about it, in one or two sentences, the path included.
  package var text: String

  package init(_ code: Code, path: String, text: String) {
    self.code = code
    self.path = path
    self.text = text
  }

  package var description: String { text }
}
