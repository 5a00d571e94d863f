package import Audio

extension ContainerFile {
  /// Samples as a recorder would stream them: encoded as Opus, in a container.
  ///
  /// Nil for a rate or a number of channels that Opus does not have.
  package init?(encoding samples: [Float], sampleRate: Int, channels: Int, in container: AudioContainer) {
    guard var encoder = OpusEncoder(sampleRate: sampleRate, channels: channels) else { return nil }
    let head = encoder.head
    self.init(packing: encoder.encode(samples), head, in: container)
  }

  /// The sound in it, at 48 kHz, interleaved, -1…1.
  package var samples: [Float] {
    var stream = OpusStream(head)
    return packets.flatMap { stream.take($0.bytes) }
  }
}
