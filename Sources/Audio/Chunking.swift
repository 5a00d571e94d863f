/// Cuts audio into what goes into one message each.
package enum Chunking {
  /// Ranges that cover all bytes in order, each of so many samples (of all channels), the last one shorter.
  ///
  /// A last, incomplete sample goes with the last chunk, so that no byte is lost. Fewer than 1 sample counts as 1.
  package static func chunks(of bytes: Int, format: AudioFormat, samples: Int) -> [Range<Int>] {
    let width = max(1, samples) * max(1, format.frameWidth)
    return stride(from: 0, to: bytes, by: width).map { $0..<min(bytes, $0 + width) }
  }

  /// Chunks of so many seconds each, to the nearest sample.
  package static func chunks(of bytes: Int, format: AudioFormat, seconds: Double) -> [Range<Int>] {
    chunks(of: bytes, format: format, samples: Int((seconds * Double(format.sampleRate)).rounded()))
  }
}

extension AudioFormat {
  /// How long so many bytes play.
  package func seconds(bytes: Int) -> Double {
    bytesPerSecond > 0 ? Double(bytes) / Double(bytesPerSecond) : 0
  }

  /// The bytes of so many seconds, to the nearest whole sample.
  package func bytes(seconds: Double) -> Int {
    Int((seconds * Double(sampleRate)).rounded()) * frameWidth
  }
}
