import Foundation
import Testing

/// What these tests need beside the sources: the built program, and a Python that has the relays' libraries.
enum Surroundings {
  struct Missing: Error, CustomStringConvertible {
    let description: String
  }

  /// The program that was built with these tests; `STTCHECK_BINARY` names another one.
  static func sttcheck() throws -> String {
    if let given = ProcessInfo.processInfo.environment["STTCHECK_BINARY"] { return given }
    let bundle = URL(fileURLWithPath: CommandLine.arguments[0]).standardizedFileURL
    var folder = bundle.deletingLastPathComponent()
    while folder.path != "/" {
      let candidate = folder.appendingPathComponent("sttcheck").path
      var isFolder: ObjCBool = false
      if FileManager.default.fileExists(atPath: candidate, isDirectory: &isFolder), !isFolder.boolValue { return candidate }
      folder = folder.deletingLastPathComponent()
    }
    throw Missing(description: "no program 'sttcheck' above \(bundle.path); run `swift build` first, or set STTCHECK_BINARY")
  }

  static func relay(_ name: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Relays/\(name).py").path
  }

  static func client(_ name: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Clients/\(name).py").path
  }

  /// One of the project's clips.
  static func audio(_ clip: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Fixtures/audio/\(clip).wav").path
  }

  /// Whether that Python has Socket.IO's server.
  static let hasSocketIO = imports("socketio")

  /// Whether that Python has the vendor's SDK.
  static let hasSDK = imports("deepgram")

  /// The path's `ffmpeg`; nil where there is none.
  static let ffmpeg: String? = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/ffmpeg" }
    .first { FileManager.default.isExecutableFile(atPath: $0) }

  /// `STTCHECK_CHROMIUM`, where that Python can drive it.
  static let chromium: String? = {
    guard let path = ProcessInfo.processInfo.environment["STTCHECK_CHROMIUM"], FileManager.default.isExecutableFile(atPath: path) else {
      return nil
    }
    return imports("playwright.sync_api") ? path : nil
  }()

  private static func imports(_ module: String) -> Bool { python.map { canImport(module, $0) } ?? false }

  /// Why tests that need it are skipped.
  static let missing: Comment =
    "no python3 with aiohttp, fastapi, flask-sock, pyjwt, starlette, uvicorn and websockets (set STTCHECK_PYTHON)"

  /// `STTCHECK_PYTHON`, or the `python3` of the path; nil where it lacks one of the libraries.
  static let python: String? = {
    let environment = ProcessInfo.processInfo.environment
    let folders = (environment["PATH"] ?? "").split(separator: ":").map { "\($0)/python3" }
    let path = environment["STTCHECK_PYTHON"] ?? folders.first { FileManager.default.isExecutableFile(atPath: $0) }
    guard let path, FileManager.default.isExecutableFile(atPath: path) else { return nil }
    return canImport("aiohttp, fastapi, flask_sock, jwt, starlette, uvicorn, websockets", path) ? path : nil
  }()

  /// Whether the path's `node` finds the package `ws`.
  static let nodeHasWS = succeeds("/usr/bin/env", ["node", "-e", "require('ws')"])

  private static func canImport(_ modules: String, _ python: String) -> Bool { succeeds(python, ["-c", "import \(modules)"]) }

  private static func succeeds(_ program: String, _ words: [String]) -> Bool {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = words
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }
}
