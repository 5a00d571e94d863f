internal import CBuiltIns

/// The clips and scenarios inside the binary, so that it runs from any folder.
package enum BuiltIns {
  /// Paths in `Fixtures`, in the order of the table.
  package static var paths: [String] {
    (0..<sttcheck_builtin_count()).compactMap { sttcheck_builtin_at($0).path.map { String(cString: $0) } }
  }

  /// A file's bytes by its path in `Fixtures`.
  package static func bytes(_ path: String) -> [UInt8]? {
    let file = sttcheck_builtin_named(path)
    return file.path == nil ? nil : Array(UnsafeBufferPointer(start: file.bytes, count: file.size))
  }

  package static var clipNames: [String] { names(in: "audio/", ending: ".wav") }

  /// In the order of playing.
  package static var scenarioNames: [String] { names(in: "scenarios/ok/", ending: ".yaml") }

  /// A built-in scenario as its author wrote it, comments and all.
  package static func yaml(of name: String) -> String? {
    bytes("scenarios/ok/\(name).yaml").map { String(decoding: $0, as: UTF8.self) }
  }

  package static func scenario(_ name: String) -> Scenario? {
    guard let bytes = bytes("scenarios/ok/\(name).yaml") else { return nil }
    return try? ScenarioReader.read(bytes, file: "\(name).yaml")
  }

  /// Ready-made profiles, in the order of the table.
  package static var profileNames: [String] { names(in: "profiles/", ending: ".yaml") }

  /// A ready-made profile as its author wrote it, comments and all.
  package static func profile(_ name: String) -> [UInt8]? { bytes("profiles/\(name).yaml") }

  /// Files that a relay's Python and Node load when they start, by their names.
  package static var hookNames: [String] { names(in: "hooks/", ending: "") }

  private static func names(in folder: String, ending: String) -> [String] {
    paths.filter { $0.hasPrefix(folder) && $0.hasSuffix(ending) }.map { String($0.dropFirst(folder.count).dropLast(ending.count)) }
  }
}
