internal import Audio

extension FileKeys where Draft == AudioFormat {
  /// How samples are laid out.
  static let samples = FileKeys([
    FileKey("encoding", "How a sample is written, by Deepgram's names.", .name) { $0.encoding = $1 },
    FileKey("sample_rate", "Samples of a channel in a second.", .integer(4_000...384_000)) { $0.sampleRate = $1 },
    FileKey("channels", "How many channels there are, interleaved.", .integer(1...16)) { $0.channels = $1 },
  ])
}
