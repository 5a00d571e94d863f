import Foundation
import Testing

/// Files that a test's output is held against; written anew only with RECORD_SNAPSHOTS=1, and then the test fails.
enum Golden {
  static func expect(_ text: String, _ name: String, file: String = #filePath, at location: SourceLocation = #_sourceLocation) throws {
    let url = URL(fileURLWithPath: file).deletingLastPathComponent().appendingPathComponent("Goldens/\(name)")
    if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
      try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: url)
      Issue.record("recorded \(name): look at it, then run again without RECORD_SNAPSHOTS", sourceLocation: location)
      return
    }
    let kept = String(decoding: try Data(contentsOf: url), as: UTF8.self)
    let pairs = zip(
      text.split(separator: "\n", omittingEmptySubsequences: false), kept.split(separator: "\n", omittingEmptySubsequences: false))
    let first = pairs.enumerated().first { $0.element.0 != $0.element.1 }
    #expect(
      text == kept,
      "\(name), line \((first?.offset ?? -1) + 1): got \(first?.element.0 ?? "more or fewer lines"), kept \(first?.element.1 ?? "")",
      sourceLocation: location)
  }
}
