package import Audio

/// The bytes that a scripted client streams, and how long they last.
package struct StreamedAudio: Sendable, Equatable {
  /// What goes over the wire, a RIFF header in front where there is one.
  package var bytes: [UInt8]
  /// Length of that header; it goes out with the first chunk and takes no time.
  package var headerBytes: Int
  package var bytesPerSecond: Int
  /// Bytes of one sample of all channels; chunks are whole multiples of it.
  package var frameWidth: Int

  package init(bytes: [UInt8], headerBytes: Int = 0, bytesPerSecond: Int, frameWidth: Int) {
    self.bytes = bytes
    self.headerBytes = min(max(0, headerBytes), bytes.count)
    self.bytesPerSecond = max(1, bytesPerSecond)
    self.frameWidth = max(1, frameWidth)
  }

  package init(bytes: [UInt8], headerBytes: Int = 0, format: AudioFormat) {
    self.init(
      bytes: bytes, headerBytes: headerBytes, bytesPerSecond: format.bytesPerSecond, frameWidth: format.frameWidth)
  }

  /// Length of the samples, header apart.
  package var seconds: Double { Double(bytes.count - headerBytes) / Double(bytesPerSecond) }

  /// The offset in `bytes` of a point in the audio, on a sample's boundary and inside the clip.
  func offset(at time: Double) -> Int {
    let samples = (time * Double(bytesPerSecond) / Double(frameWidth)).rounded()
    let limit = Double(bytes.count - headerBytes)
    return headerBytes + Int(min(limit, max(0, samples * Double(frameWidth))))
  }
}
