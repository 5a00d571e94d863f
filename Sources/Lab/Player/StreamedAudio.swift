package import Audio
internal import Timeline

/// The bytes that a scripted client streams, and how long they last.
package struct StreamedAudio: Sendable, Equatable {
  /// What goes over the wire, a RIFF header in front where there is one.
  package var bytes: [UInt8]
  /// Length of that header; it goes out with the first chunk and takes no time.
  package var headerBytes: Int
  package var bytesPerSecond: Int
  /// Bytes of one sample of all channels; chunks are whole multiples of it.
  package var frameWidth: Int
  /// Of a container, in which bytes tell nothing of time: the two above are then those of the samples in it.
  package var marks: AudioMarks?

  package init(bytes: [UInt8], headerBytes: Int = 0, bytesPerSecond: Int, frameWidth: Int, marks: AudioMarks? = nil) {
    self.marks = marks
    self.bytes = bytes
    self.headerBytes = min(max(0, headerBytes), bytes.count)
    self.bytesPerSecond = max(1, bytesPerSecond)
    self.frameWidth = max(1, frameWidth)
  }

  package init(bytes: [UInt8], headerBytes: Int = 0, format: AudioFormat, marks: AudioMarks? = nil) {
    self.init(
      bytes: bytes, headerBytes: headerBytes, bytesPerSecond: format.bytesPerSecond, frameWidth: format.frameWidth, marks: marks)
  }

  /// Length of the samples, header apart.
  package var seconds: Double { seconds(of: headerBytes..<bytes.count) }

  /// How long a stretch of the bytes lasts.
  func seconds(of range: Range<Int>) -> Double {
    guard let marks else { return Double(range.count) / Double(bytesPerSecond) }
    return marks.seconds(at: range.upperBound) - marks.seconds(at: range.lowerBound)
  }

  /// The first place in a range that so many seconds, or more, lie before, counted from another place; else the range's end.
  func place(seconds: Double, behind start: Int, in range: Range<Int>) -> Int {
    range.partitioningIndex { self.seconds(of: start..<$0) >= seconds - 1e-9 }
  }

  /// Samples of one channel in a second.
  var sampleRate: Double { Double(bytesPerSecond) / Double(frameWidth) }

  /// The offset in `bytes` of a point in the audio, on a sample's (in a container, a block's) boundary and inside the clip.
  func offset(at time: Double) -> Int {
    if let marks { return min(bytes.count, max(headerBytes, marks.offset(at: time))) }
    let samples = (time * Double(bytesPerSecond) / Double(frameWidth)).rounded()
    let limit = Double(bytes.count - headerBytes)
    return headerBytes + Int(min(limit, max(0, samples * Double(frameWidth))))
  }
}
