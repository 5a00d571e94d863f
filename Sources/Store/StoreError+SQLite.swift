internal import GRDB

extension StoreError {
  /// What SQLite reported, in the words of somebody who has to mend it.
  ///
  /// `action` completes "could not …": `write the recording`.
  init(_ error: any Error, path: String, action: String) {
    if let known = error as? StoreError {
      self = known
      return
    }
    guard let failure = error as? DatabaseError else {
      self.init(.inputOutput, path: path, text: "could not \(action) \(path): \(error)")
      return
    }
    let said = "SQLite \(failure.extendedResultCode.rawValue): \(failure.message ?? "no message")"
    let (code, advice): (Code, String) =
      switch failure.resultCode {
      case .SQLITE_FULL: (.diskFull, "the disk is full; free some space or record to another disk")
      case .SQLITE_BUSY, .SQLITE_LOCKED: (.locked, "another process keeps it locked; end that process or record to another file")
      case .SQLITE_READONLY, .SQLITE_PERM:
        (.readOnly, "the file or its folder can't be written; change its permissions or choose another path")
      case .SQLITE_CANTOPEN: (.folder, "the file can't be opened; check that its folder exists and that you may read and write it")
      case .SQLITE_CORRUPT: (.damaged, "the file is damaged; restore it from a copy, or save what is left with `sqlite3 FILE .recover`")
      case .SQLITE_NOTADB: (.notARecording, "the file is not a recording; choose another path")
      default: (.inputOutput, "the disk or SQLite reported an error; check the disk, or record to another one")
      }
    self.init(code, path: path, text: "could not \(action) \(path): \(advice) (\(said))")
  }
}
