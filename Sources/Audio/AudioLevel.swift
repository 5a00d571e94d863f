/// How loud a piece of audio is.
package struct AudioLevel: Sendable, Equatable {
  /// dBFS of the loudest sample and of the root mean square (a full-scale square wave is 0); -120 for silence.
  package var peak: Double
  package var rms: Double
  /// Mean of the samples, -1…1: a constant offset.
  package var offset: Double
  /// Share of samples at full scale (clipped), and share that is exactly 0.
  package var clipped: Double
  package var zero: Double

  package static let floor = -120.0

  package init(measuring samples: [Float]) {
    var loudest: Float = 0
    var squares = 0.0
    var sum = 0.0
    var full = 0
    var zeros = 0
    for sample in samples {
      loudest = max(loudest, sample.magnitude)
      squares += Double(sample) * Double(sample)
      sum += Double(sample)
      if sample.magnitude >= 32_767 / 32_768 { full += 1 }
      if sample == 0 { zeros += 1 }
    }
    let count = Double(max(1, samples.count))
    peak = Mathematics.decibels(Double(loudest), floor: Self.floor)
    rms = Mathematics.decibels((squares / count).squareRoot(), floor: Self.floor)
    offset = sum / count
    clipped = Double(full) / count
    zero = Double(zeros) / count
  }
}
