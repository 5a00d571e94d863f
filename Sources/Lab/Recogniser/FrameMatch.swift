/// How far two stretches of speech are from each other.
///
/// The distance is the mean squared difference of the spectral shapes plus the mean squared difference of the levels (over
/// 20 dB, after the mean gain is taken out), both weighted by loudness. The same speech at another rate, gain or codec
/// stays below 0.08 frame by frame; different speech lies above 0.2 in 99 of 100 places.
enum FrameMatch {
  /// Frames that are compared to find out where in which clip a stream is: half a second.
  static let window = 50
  /// At most so far apart, a window is taken to be found: the less speech it holds, the closer it must be.
  static func foundDistance(voiced: Int) -> Float { 0.045 * min(1, Float(voiced) / 35) }
  /// At most so far apart, a word is taken to be spoken.
  static let spokenDistance: Float = 0.09
  /// Levels further below the loudest frame do not count.
  private static let range: Float = 30

  /// The loudest level of a window, and how many of its frames are within the range of it.
  static func voicing(_ frames: SpeechFrames, from start: Int, count: Int) -> (top: Float, voiced: Int) {
    frames.levels.withUnsafeBufferPointer { buffer in
      guard let levels = buffer.baseAddress else { return (-60, 0) }
      let first = start - frames.base
      var top: Float = -60
      var index = first
      while index < first + count {
        if levels[index] > top { top = levels[index] }
        index += 1
      }
      var voiced = 0
      index = first
      while index < first + count {
        if levels[index] > top - range { voiced += 1 }
        index += 1
      }
      return (top, voiced)
    }
  }

  /// Whether a window holds enough speech to be told by.
  static func isTelling(top: Float, voiced: Int) -> Bool { top > -45 && voiced >= 20 }

  /// The distance between `count` frames of a clip and of a stream; infinite once it is sure to exceed `limit`.
  ///
  /// - Parameters:
  ///   - stride: Coprime to `count`; frames are visited in such steps, so that a difference shows early.
  static func distance(
    clip: SpeechFrames, at clipStart: Int, top clipTop: Float, stream: SpeechFrames, at streamStart: Int, top streamTop: Float,
    count: Int, stride: Int, limit: Float
  ) -> Float {
    guard
      let result = clip.withFrames({ clipLevels, clipShapes in
        stream.withFrames { streamLevels, streamShapes in
          weigh(
            (clipLevels + (clipStart - clip.base), clipShapes + (clipStart - clip.base) * SpeechFrames.lags, clipTop),
            (streamLevels + (streamStart - stream.base), streamShapes + (streamStart - stream.base) * SpeechFrames.lags, streamTop),
            count: count, stride: stride, limit: limit)
        } ?? .infinity
      })
    else { return .infinity }
    return result
  }

  private typealias Side = (levels: UnsafePointer<Float>, shapes: UnsafePointer<Float>, top: Float)

  private static func weigh(_ a: Side, _ b: Side, count: Int, stride: Int, limit: Float) -> Float {
    let tooFar = limit * Float(count)
    let aLevels = a.levels, aShapes = a.shapes, aTop = a.top
    let bLevels = b.levels, bShapes = b.shapes, bTop = b.top
    var weights: Float = 0, shape: Float = 0, gain: Float = 0, gainSquared: Float = 0
    var visited = 0
    var index = 0
    while visited < count {
      // From 0 at the bottom of the range to 1 at the top.
      let aHeight = aLevels[index] - aTop + range
      let bHeight = bLevels[index] - bTop + range
      let higher = aHeight > bHeight ? aHeight : bHeight
      if higher > 0 {
        let weight = higher / range
        let p = aShapes + index &* 4
        let q = bShapes + index &* 4
        let d0 = p[0] - q[0], d1 = p[1] - q[1], d2 = p[2] - q[2], d3 = p[3] - q[3]
        shape += weight * (d0 * d0 + d1 * d1 + d2 * d2 + d3 * d3)
        if shape > tooFar { return .infinity }
        // Levels count down to 5 dB below the range: what is quieter is equally quiet.
        let difference = (aHeight > -5 ? aHeight : -5) - (bHeight > -5 ? bHeight : -5)
        gain += weight * difference
        gainSquared += weight * difference * difference
        weights += weight
      }
      visited += 1
      index += stride
      if index >= count { index -= count }
    }
    guard weights > 0 else { return .infinity }
    let mean = gain / weights
    let spread = gainSquared / weights - mean * mean
    let result = shape / weights + (spread > 0 ? spread : 0) / 400
    return result <= limit ? result : .infinity
  }
}

extension SpeechFrames {
  /// Levels and shapes of the frames kept, the first one's first; nil where there is none.
  fileprivate func withFrames<Value>(_ body: (UnsafePointer<Float>, UnsafePointer<Float>) -> Value) -> Value? {
    levels.withUnsafeBufferPointer { levels in
      shapes.withUnsafeBufferPointer { shapes in
        guard let first = levels.baseAddress, let second = shapes.baseAddress else { return nil }
        return body(first, second)
      }
    }
  }
}
