import Foundation

/// The project's own fixtures, as the tests need them.
enum Samples {
  /// The samples of a WAV file: what stands in its `data` chunk.
  static func audio(_ name: String) throws -> [UInt8] {
    let bytes = try wav(name)
    var at = 12
    while at + 8 <= bytes.count {
      let length = bytes[at + 4..<at + 8].reversed().reduce(0) { $0 << 8 | Int($1) }
      if bytes[at..<at + 4].elementsEqual("data".utf8) { return Array(bytes[(at + 8)...].prefix(length)) }
      at += 8 + length + length % 2
    }
    return []
  }

  static func wav(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: BuiltBinary.fixtures + "/audio/" + name)))
  }

  static func text(_ path: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(fileURLWithPath: BuiltBinary.fixtures + "/" + path)), as: UTF8.self)
  }
}
