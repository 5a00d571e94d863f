internal import Foundation

/// What stands at a path, read from its first bytes only: a file of somebody else's is never opened by SQLite, so it is left as it was.
enum RecordingPath {
  enum Content: Equatable {
    case nothing
    /// A file of no bytes, as `mktemp` makes it.
    case empty
    case recording(version: Int)
    /// Anything else, in words: `a folder`.
    case other(String)
  }

  /// Looks at the path; an unreadable file is `other`.
  static func content(_ path: String) -> Content {
    let resolved = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: resolved) else { return .nothing }
    switch attributes[.type] as? FileAttributeType {
    case .typeRegular?: break
    case .typeDirectory?: return .other("a folder")
    default: return .other("a device or a pipe")
    }
    guard let handle = FileHandle(forReadingAtPath: resolved) else { return .other("a file that may not be read") }
    defer { try? handle.close() }
    let head = [UInt8]((try? handle.read(upToCount: 100)) ?? Data())
    if head.isEmpty { return .empty }
    // The database header: https://www.sqlite.org/fileformat.html#the_database_header
    guard head.count == 100, head.starts(with: Array("SQLite format 3\0".utf8)) else { return .other("not an SQLite file") }
    let version = bigEndian(head[60..<64])
    let application = bigEndian(head[68..<72])
    guard application == UInt32(bitPattern: Schema.applicationID) else {
      return .other("an SQLite file of another program (application_id \(application))")
    }
    return .recording(version: Int(version))
  }

  /// Throws unless a recording may be made at the path, or go on there.
  static func checkForWriting(_ path: String) throws(StoreError) {
    switch content(path) {
    case .recording(let version): try checkVersion(version, path)
    case .other(let what):
      throw StoreError(.notARecording, path: path, text: "\(path) is \(what), so no recording can be written there; choose another path")
    case .nothing, .empty:
      let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
        throw StoreError(
          .folder, path: path, text: "the folder \(folder) of the recording \(path) does not exist; make it or choose another path")
      }
      guard FileManager.default.isWritableFile(atPath: folder) else {
        throw StoreError(
          .folder, path: path, text: "no file may be written in the folder \(folder) of the recording \(path); choose another path")
      }
      makePrivate(path)
    }
  }

  /// Makes the file, for its owner alone: it holds what people said. SQLite gives the files beside it the same rights.
  ///
  /// A file that is there keeps its own, and what can't be made here SQLite will say.
  private static func makePrivate(_ path: String) {
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    if file >= 0 { close(file) }
  }

  /// Throws unless the path holds a recording this version can read.
  static func checkForReading(_ path: String) throws(StoreError) {
    switch content(path) {
    case .recording(let version): try checkVersion(version, path)
    case .nothing:
      throw StoreError(
        .missingFile, path: path, text: "there is no file \(path); check the path, or make a recording with `sttcheck run --record \(path)`"
      )
    case .empty: throw StoreError(.notARecording, path: path, text: "\(path) is empty, not a recording")
    case .other(let what): throw StoreError(.notARecording, path: path, text: "\(path) is \(what), not a recording of sttcheck")
    }
  }

  static func checkVersion(_ version: Int, _ path: String) throws(StoreError) {
    guard version > Schema.version else { return }
    throw StoreError(
      .newerVersion, path: path,
      text:
        "\(path) was written by a newer sttcheck (layout \(version), this one knows up to \(Schema.version)); update sttcheck or record to another file"
    )
  }

  /// A path that SQLite takes for one: `file:…` would be read as a URI.
  static func plain(_ path: String) -> String {
    path.hasPrefix("file:") ? "./" + path : path
  }

  private static func bigEndian(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    bytes.reduce(0) { $0 << 8 | UInt32($1) }
  }
}
