/// How loud and how bright 10 ms of sound are.
package struct EnvelopeFrame: Sendable, Hashable {
  /// RMS in dBFS, not below -60.
  package var level: Float
  /// Changes of sign a second: below about 1,500 for voiced speech, several thousand for hiss.
  package var crossings: Float

  package init(level: Float, crossings: Float) {
    self.level = level
    self.crossings = crossings
  }

  package static let floor: Float = -60
  /// Frames a second.
  package static let rate = 100
}
