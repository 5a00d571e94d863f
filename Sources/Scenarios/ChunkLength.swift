package import Audio
package import Timeline

/// How much audio goes into one message, in the unit it was written in.
package enum ChunkLength: Sendable, Hashable {
  /// Samples of all channels.
  case samples(Int)
  case duration(Nanoseconds)
  case bytes(Int)

  /// The same in samples of a format, at least one; nil where the bytes are no whole number of samples.
  package func samples(in format: AudioFormat) -> Int? {
    switch self {
    case .samples(let count): count
    case .duration(let length): max(1, Int((length.seconds * Double(format.sampleRate)).rounded()))
    case .bytes(let count): count > 0 && count.isMultiple(of: format.frameWidth) ? count / format.frameWidth : nil
    }
  }

  /// As it stands in a file.
  var yaml: String {
    switch self {
    case .samples(let count): "\(count) samples"
    case .duration(let length): DurationText.text(length)
    case .bytes(let count): SizeText.text(count)
    }
  }
}
