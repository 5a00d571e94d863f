/// Turns samples of any rate into `SpeechFrames`, in pieces of any size: the same samples give the same frames.
///
/// Everything is brought to the band that telephone audio has too (a first-order high-pass at 100 Hz, a fourth-order
/// Butterworth low-pass at 3 kHz, then 8 kHz by linear interpolation), so that speech is itself again after it was resampled.
package struct FrameExtractor: Sendable {
  /// Below this rate nothing of a voice is left: no frames are made.
  package static let lowestRate = 4_000
  private static let innerRate = 8_000
  private static let samplesPerFrame = 80

  package private(set) var frames = SpeechFrames()
  private let sampleRate: Int
  private let lowPass: (Biquad, Biquad)
  private let pole: Float
  private var state = FilterState()
  /// Position of the next 8 kHz sample after the previous input sample, in 1/8000 of an input sample.
  private var phase = 0
  private var lastFiltered: Float = 0
  private var history: (Float, Float, Float, Float) = (0, 0, 0, 0)
  private var sums = Sums()
  private var filled = 0
  private var before: Sums?
  private var latest: Sums?

  package init(sampleRate: Int) {
    self.sampleRate = sampleRate
    let rate = Double(max(sampleRate, Self.lowestRate))
    let corner = min(3_000, 0.4 * rate)
    lowPass = (Biquad(lowPass: corner, rate: rate, q: 0.541_196_1), Biquad(lowPass: corner, rate: rate, q: 1.306_563))
    pole = Float(max(0, 1 - 2 * Double.pi * 100 / rate))
  }

  /// Takes mono samples from -1 to 1; what is no number counts as 0.
  package mutating func feed(_ samples: [Float]) {
    guard sampleRate >= Self.lowestRate else { return }
    // The filters' state stays in registers: in memory each sample waits for the one before.
    var state = state
    var last = lastFiltered
    samples.withUnsafeBufferPointer { buffer in
      guard let pointer = buffer.baseAddress else { return }
      let count = buffer.count
      let (first, second, pole, rate) = (lowPass.0, lowPass.1, pole, sampleRate)
      var index = 0
      var place = phase
      while index < count {
        let filtered = state.filter(pointer[index], first, second, pole)
        index += 1
        while place < Self.innerRate {
          state.settle()
          takeInner(last + (filtered - last) * (Float(place) / Float(Self.innerRate)))
          place += rate
        }
        place -= Self.innerRate
        last = filtered
      }
      phase = place
    }
    self.state = state
    lastFiltered = last
  }

  package mutating func keep(last count: Int, slack: Int) { frames.keep(last: count, slack: slack) }

  private mutating func takeInner(_ z: Float) {
    sums.r0 += z * z
    sums.r1 += z * history.0
    sums.r2 += z * history.1
    sums.r3 += z * history.2
    sums.r4 += z * history.3
    history.3 = history.2
    history.2 = history.1
    history.1 = history.0
    history.0 = z
    filled += 1
    guard filled == Self.samplesPerFrame else { return }
    filled = 0
    push(sums)
    sums = Sums()
  }

  /// A raw frame is whole: the one before it now has both neighbours.
  private mutating func push(_ next: Sums) {
    if let latest {
      let left = before ?? latest
      let scale = 1 / Float(3 * Self.samplesPerFrame)
      let energy = (left.r0 + latest.r0 + next.r0) * scale + 1e-6
      let weight = scale / energy
      frames.append(
        level: decibels(energy),
        shape: (
          (left.r1 + latest.r1 + next.r1) * weight, (left.r2 + latest.r2 + next.r2) * weight,
          (left.r3 + latest.r3 + next.r3) * weight, (left.r4 + latest.r4 + next.r4) * weight
        ))
    }
    before = latest
    latest = next
  }

  /// Products of the samples of one raw frame with themselves 0 to 4 samples earlier.
  private struct Sums: Sendable {
    var r0: Float = 0, r1: Float = 0, r2: Float = 0, r3: Float = 0, r4: Float = 0
  }

  private struct FilterState: Sendable {
    var x1: Float = 0, y1: Float = 0, a1: Float = 0, a2: Float = 0, b1: Float = 0, b2: Float = 0

    /// The sample behind the high-pass and both halves of the low-pass.
    @inline(__always) mutating func filter(_ sample: Float, _ a: Biquad, _ b: Biquad, _ pole: Float) -> Float {
      var x = sample
      if !(x > -4) { x = x <= -4 ? -4 : 0 } else if x > 4 { x = 4 }
      let high = x - x1 + pole * y1
      x1 = x
      y1 = high
      let first = a.b0 * high + a1
      a1 = a.b1 * high - a.a1 * first + a2
      a2 = a.b0 * high - a.a2 * first
      let filtered = b.b0 * first + b1
      b1 = b.b1 * first - b.a1 * filtered + b2
      b2 = b.b0 * first - b.a2 * filtered
      return filtered
    }

    /// What rings on in silence dies away to numbers so small that processors take a hundred times as long for them: it ends before.
    @inline(__always) mutating func settle() {
      guard abs(y1) + abs(a1) + abs(a2) + abs(b1) + abs(b2) < 1e-12 else { return }
      (y1, a1, a2, b1, b2) = (0, 0, 0, 0, 0)
    }
  }
}
