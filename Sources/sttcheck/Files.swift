internal import Foundation

/// Files, with errors that say what, where and what to do.
enum Files {
  /// - Parameter kind: What the file is to us: "profile", "scenario", "audio file".
  static func read(_ path: String, _ kind: String) throws(CommandFailure) -> [UInt8] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw CommandFailure(code: .usage, text: "\(path): there is no such \(kind); check the path")
    }
    guard !isFolder.boolValue else {
      let article = kind.first.map("aeiou".contains) == true ? "an" : "a"
      throw CommandFailure(code: .usage, text: "\(path): is a folder; \(article) \(kind) is wanted")
    }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw CommandFailure(code: .usage, text: "\(path): the \(kind) can't be read; check its permissions")
    }
    return Array(data)
  }

  static func contents(_ path: String) -> [UInt8]? { FileManager.default.contents(atPath: path).map(Array.init) }

  static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

  static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }

  /// Files that are named like recordings, in the folder itself, in order of their names.
  static func recordings(in folder: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(".sqlite") }.sorted().map { (folder.hasSuffix("/") ? folder : folder + "/") + $0 }
  }

  /// Removes a recording, with what SQLite keeps beside it.
  static func removeRecording(_ path: String) {
    for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
  }

  /// Makes a folder for reports, before anything is played that would end in them.
  /// - Parameter option: What names the folder on the command line.
  static func makeReportFolder(_ folder: String, option: String) throws(CommandFailure) {
    do { try makeFolder(of: folder + "/report") } catch {
      throw CommandFailure(
        code: .internalFault, text: "\(folder): no report can be written there: \(reason(error)); choose another folder with \(option)")
    }
  }

  /// Writes the file whole or not at all, its folder made first.
  /// - Parameter option: What names the folder on the command line.
  static func write(_ text: String, to path: String, option: String) throws(CommandFailure) {
    try write(Array(text.utf8), to: path, option: option)
  }

  static func write(_ bytes: [UInt8], to path: String, option: String) throws(CommandFailure) {
    do {
      try makeFolder(of: path)
      try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw CommandFailure(
        code: .internalFault,
        text: "\(path): the report can't be written: \(reason(error)); choose another folder with \(option), or make room")
    }
  }

  static func makeFolder(of path: String) throws {
    let folder = (path as NSString).deletingLastPathComponent
    guard !folder.isEmpty else { return }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  /// A path as written in a file, seen from the file's folder.
  static func beside(_ file: String, _ path: String) -> String {
    guard !path.hasPrefix("/") else { return path }
    let folder = (file as NSString).deletingLastPathComponent
    return folder.isEmpty ? path : folder + "/" + path
  }

  static func reason(_ error: any Error) -> String {
    let cocoa = error as NSError
    if cocoa.domain == NSCocoaErrorDomain, cocoa.code == CocoaError.fileWriteFileExists.rawValue {
      return "a file stands where a folder is wanted"
    }
    let underlying = cocoa.userInfo[NSUnderlyingErrorKey] as? NSError
    if let underlying, underlying.domain == NSPOSIXErrorDomain { return String(cString: strerror(Int32(underlying.code))) }
    return cocoa.localizedDescription
  }
}
