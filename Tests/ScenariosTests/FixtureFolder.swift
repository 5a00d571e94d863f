import Foundation

/// The repository's `Fixtures`, found from this source file.
enum FixtureFolder {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Fixtures")

  static func bytes(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: root.appending(path: path)))
  }

  /// Names of the files of a folder that begin and end so, sorted. There is one at least: a test of none would pass.
  static func names(in folder: String, beginning: String = "", ending: String) throws -> [String] {
    let all = try FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path)
    let names = all.filter { $0.hasPrefix(beginning) && $0.hasSuffix(ending) }.sorted()
    guard !names.isEmpty else { throw CocoaError(.fileNoSuchFile) }
    return names
  }
}
