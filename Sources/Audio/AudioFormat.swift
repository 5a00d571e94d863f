/// How samples are laid out: encoding, rate, channels (interleaved).
package struct AudioFormat: Sendable, Hashable {
  /// Raw encodings that this tool reads and writes, by Deepgram's names.
  package enum Encoding: String, Sendable, CaseIterable {
    /// Signed 16-bit, little endian.
    case linear16
    /// 32-bit IEEE float, little endian.
    case linear32
    /// G.711 µ-law, 8 bits.
    case mulaw
    /// G.711 A-law, 8 bits.
    case alaw

    /// Names that others have for it: of media types, of ffmpeg and of vendors.
    private static let others: [String: Encoding] = [
      "audio/x-mulaw": .mulaw, "pcm_s16le": .linear16, "pcm16": .linear16, "pcm_f32le": .linear32, "pcm": .linear16,
    ]

    /// By Deepgram's name, or by another that is usual.
    package static func named(_ name: String) -> Encoding? { Encoding(rawValue: name) ?? others[name] }

    /// All of them, in a sentence.
    package static var sentence: String {
      let names = allCases.map(\.rawValue)
      return names.dropLast().joined(separator: ", ") + " and " + names.suffix(1).joined()
    }

    /// Bytes of one sample of one channel.
    package var width: Int {
      switch self {
      case .linear16: 2
      case .linear32: 4
      case .mulaw, .alaw: 1
      }
    }
  }

  package var encoding: Encoding
  /// Hz.
  package var sampleRate: Int
  package var channels: Int

  package init(encoding: Encoding = .linear16, sampleRate: Int = 44_100, channels: Int = 1) {
    self.encoding = encoding
    self.sampleRate = sampleRate
    self.channels = channels
  }

  /// Bytes of one sample of all channels.
  package var frameWidth: Int { encoding.width * channels }
  package var bytesPerSecond: Int { sampleRate * frameWidth }
}
