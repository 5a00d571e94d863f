/// Speech as a row of 10 ms frames: how loud each is, and the shape of its spectrum.
///
/// A frame is averaged with its two neighbours, so that it changes little when the same speech lies a few milliseconds
/// earlier or later on the frame grid.
package struct SpeechFrames: Sendable, Equatable {
  /// Seconds of one frame.
  package static let seconds = 0.01
  /// Numbers that describe the spectrum of a frame: its autocorrelation at 1 to 4 samples of 8 kHz, from -1 to 1.
  package static let lags = 4

  /// dBFS of each frame between about 100 Hz and 3 kHz, floored at -60.
  package private(set) var levels: [Float] = []
  /// `lags` numbers for each frame.
  package private(set) var shapes: [Float] = []
  /// The number of the first frame kept.
  package private(set) var base = 0

  package init() {}

  /// The number of the frame after the last one.
  package var end: Int { base + levels.count }

  package func level(_ frame: Int) -> Float { levels[frame - base] }

  mutating func append(level: Float, shape: (Float, Float, Float, Float)) {
    levels.append(level)
    shapes.append(shape.0)
    shapes.append(shape.1)
    shapes.append(shape.2)
    shapes.append(shape.3)
  }

  /// Lets go of the oldest frames, so that a stream of hours needs no more memory than one of a minute.
  mutating func keep(last count: Int, slack: Int) {
    guard levels.count > count + slack else { return }
    let dropped = levels.count - count
    levels.removeFirst(dropped)
    shapes.removeFirst(dropped * Self.lags)
    base += dropped
  }
}
