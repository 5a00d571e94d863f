/// A container that Opus is streamed in.
package enum AudioContainer: String, Sendable, Hashable, CaseIterable, Codable {
  /// Matroska with Opus, as Chromium's MediaRecorder makes it.
  case webm
  /// Ogg with Opus, as Firefox's MediaRecorder makes it.
  case ogg

  /// What the first bytes of a stream begin; nil for anything else.
  package init?(beginning bytes: [UInt8]) {
    switch AudioSniffer.guess(Array(bytes.prefix(64))) {
    case .ebml: self = .webm
    case .ogg: self = .ogg
    default: return nil
    }
  }

  /// True of the first bytes of a signature that is not whole yet.
  package static func mayBegin(_ bytes: [UInt8]) -> Bool {
    [[0x1A, 0x45, 0xDF, 0xA3], Array("OggS".utf8)].contains { $0.starts(with: bytes) }
  }

  /// The name in a sentence.
  package var name: String { self == .webm ? "WebM" : "Ogg" }
}
