import Foundation
import Testing

/// The program that was built with these tests.
///
/// It stands in the build folder that has the test bundle too. `STTCHECK_BINARY` names another one: a release build, or a copy elsewhere.
enum BuiltBinary {
  struct Missing: Error, CustomStringConvertible {
    let description: String
  }

  static func path() throws -> String {
    if let given = ProcessInfo.processInfo.environment["STTCHECK_BINARY"] {
      guard FileManager.default.isExecutableFile(atPath: given) else {
        throw Missing(description: "STTCHECK_BINARY is '\(given)', which is no program")
      }
      return given
    }
    let bundle = URL(fileURLWithPath: CommandLine.arguments[0]).standardizedFileURL
    var folder = bundle.deletingLastPathComponent()
    while folder.path != "/" {
      let candidate = folder.appendingPathComponent("sttcheck").path
      var isFolder: ObjCBool = false
      if FileManager.default.fileExists(atPath: candidate, isDirectory: &isFolder), !isFolder.boolValue,
        FileManager.default.isExecutableFile(atPath: candidate)
      {
        return candidate
      }
      folder = folder.deletingLastPathComponent()
    }
    throw Missing(description: "no program 'sttcheck' in the folders above \(bundle.path); run `swift build` first, or set STTCHECK_BINARY")
  }

  /// `Fixtures` of this project.
  static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Fixtures").path
}
