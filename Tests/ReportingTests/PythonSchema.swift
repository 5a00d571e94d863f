import Foundation
import Reporting

/// Python's `jsonschema` as a second judge of the schema.
enum PythonSchema {
  static let isThere = (try? run("import jsonschema; jsonschema.Draft202012Validator", input: "")) != nil

  /// Whether each report fits the schema.
  static func judge(_ reports: [String]) throws -> [Bool] {
    let script = """
      import json, sys
      from jsonschema import Draft202012Validator as V
      schema, reports = json.load(sys.stdin)
      V.check_schema(schema)
      for r in reports: print("yes" if V(schema).is_valid(r) else "no")
      """
    let schema = try SchemaChecker.text(of: "report")
    return try run(script, input: "[\(schema),[\(reports.joined(separator: ","))]]").split(separator: "\n").map { $0 == "yes" }
  }

  struct Failure: Error {}

  private static func run(_ script: String, input: String) throws -> String {
    let folder = FileManager.default.temporaryDirectory
    let file = folder.appendingPathComponent("sttcheck-schema-\(UUID().uuidString).json")
    try Data(input.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [ProcessInfo.processInfo.environment["STTCHECK_PYTHON"] ?? "python3", "-c", script]
    process.standardInput = try FileHandle(forReadingFrom: file)
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failure() }
    return String(decoding: data, as: UTF8.self)
  }
}
