/// The outline of a sound in frames of 10 ms, and where in it somebody speaks.
package enum Envelope {
  /// Frames of all samples of one channel; the last one may be measured over less than 10 ms.
  package static func frames(_ mono: [Float], sampleRate: Int) -> [EnvelopeFrame] {
    var meter = EnvelopeMeter(sampleRate: sampleRate)
    var frames = meter.take(mono)
    if let last = meter.finish() { frames.append(last) }
    return frames
  }

  /// Seconds of the stretches that stand out of the background, at least 60 ms each, gaps up to 30 ms closed.
  ///
  /// A frame stands out when it is within 30 dB of the loudest (the 95th percentile), 10 dB above the background (the 5th)
  /// and above -50 dBFS. A sound that hardly changes, such as a tone or noise, has no background to stand out of: no stretches.
  package static func voicedStretches(_ frames: [EnvelopeFrame]) -> [Range<Double>] {
    guard !frames.isEmpty else { return [] }
    let sorted = frames.map(\.level).sorted()
    let background = sorted[sorted.count / 20]
    let loud = sorted[min(sorted.count - 1, sorted.count * 19 / 20)]
    let threshold = max(loud - 30, background + 10, -50)

    var stretches: [Range<Int>] = []
    for (index, frame) in frames.enumerated() where frame.level >= threshold {
      if let last = stretches.last, index - last.upperBound <= 3 {
        stretches[stretches.count - 1] = last.lowerBound..<index + 1
      } else {
        stretches.append(index..<index + 1)
      }
    }
    return stretches.filter { $0.count >= 6 }.map { stretch in
      let rate = Double(EnvelopeFrame.rate)
      return Double(stretch.lowerBound) / rate..<Double(stretch.upperBound) / rate
    }
  }
}
