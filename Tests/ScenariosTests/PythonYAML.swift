import Foundation

/// Python's `jsonschema` over YAML files, read with the scalars of YAML 1.2 as editors do.
enum PythonYAML {
  static let isThere = (try? run("import jsonschema, yaml; jsonschema.Draft202012Validator", [])) != nil

  /// For each file `yes`, `no`, or `not YAML`.
  static func judge(_ files: [String], by schema: String) throws -> [String] {
    let script = #"""
      import json, re, sys, yaml
      from jsonschema import Draft202012Validator as V
      class Loader(yaml.SafeLoader): pass
      Loader.yaml_implicit_resolvers = {}
      tag = "tag:yaml.org,2002:"
      Loader.add_implicit_resolver(tag + "bool", re.compile(r"^(true|True|TRUE|false|False|FALSE)$"), list("tTfF"))
      Loader.add_implicit_resolver(tag + "null", re.compile(r"^(~|null|Null|NULL|)$"), ["~", "n", "N", ""])
      number = re.compile(r"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$")
      Loader.add_implicit_resolver(tag + "float", number, list("+-.0123456789"))
      schema = json.load(open(sys.argv[1]))
      V.check_schema(schema)
      for path in sys.argv[2:]:
          try:
              print("yes" if V(schema).is_valid(yaml.load(open(path, "rb"), Loader=Loader)) else "no")
          except (yaml.YAMLError, UnicodeError):
              print("not YAML")
      """#
    let paths = ([schema] + files).map { FixtureFolder.root.appending(path: $0).path }
    return try run(script, paths).split(separator: "\n").map(String.init)
  }

  struct Failure: Error {}

  private static func run(_ script: String, _ arguments: [String]) throws -> String {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [ProcessInfo.processInfo.environment["STTCHECK_PYTHON"] ?? "python3", "-c", script] + arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failure() }
    return String(decoding: data, as: UTF8.self)
  }
}
