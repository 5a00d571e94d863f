import FoundationEssentials

/// Files of `Fixtures/audio`.
enum Fixture {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Fixtures/audio")

  static func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: folder.appending(path: name)))
  }

  static func format(_ name: String) throws -> [UInt8] { try bytes("formats/\(name)") }

  static let clips = ["one-sentence", "two-sentences", "two-questions", "ten-seconds"]
}
