/// Measures the envelope of samples as they come; any split of them gives the same frames.
///
/// Frame n covers the samples from n·rate/100 to (n + 1)·rate/100, rounded down, so that frames never drift against the audio clock.
package struct EnvelopeMeter: Sendable {
  package let sampleRate: Int
  /// Complete frames measured so far.
  package private(set) var frameCount = 0
  /// Samples taken so far.
  package private(set) var sampleCount = 0
  private var inFrame = 0
  private var squares = 0.0
  private var changes = 0
  private var wasNegative = false

  package init(sampleRate: Int) {
    self.sampleRate = max(EnvelopeFrame.rate, sampleRate)
  }

  /// Takes samples of one channel and returns the frames that they complete.
  package mutating func take(_ samples: [Float]) -> [EnvelopeFrame] {
    var frames: [EnvelopeFrame] = []
    frames.reserveCapacity(samples.count * EnvelopeFrame.rate / sampleRate + 1)
    var end = nextBoundary
    for sample in samples {
      squares += Double(sample) * Double(sample)
      // Zero has no sign: only a change between positive and negative counts.
      if sample != 0, (sample < 0) != wasNegative {
        changes += 1
        wasNegative = sample < 0
      }
      inFrame += 1
      sampleCount += 1
      if sampleCount == end {
        frames.append(finishFrame())
        end = nextBoundary
      }
    }
    return frames
  }

  /// The frame that the last samples began, if any, measured over what there is of it.
  package mutating func finish() -> EnvelopeFrame? {
    inFrame > 0 ? finishFrame() : nil
  }

  private var nextBoundary: Int { (frameCount + 1) * sampleRate / EnvelopeFrame.rate }

  private mutating func finishFrame() -> EnvelopeFrame {
    let count = Double(inFrame)
    let level = Mathematics.decibels((squares / count).squareRoot(), floor: Double(EnvelopeFrame.floor))
    let frame = EnvelopeFrame(level: Float(level), crossings: Float(Double(changes) * Double(sampleRate) / count))
    frameCount += 1
    inFrame = 0
    squares = 0
    changes = 0
    return frame
  }
}
