/// Tells voice from quiet by loudness: within 32 dB of the loudest moment lately, and above -50 dBFS.
struct VoiceMeter: Sendable {
  private var peak: Float = -60

  /// - Parameter level: dBFS of the next 10 ms frame.
  mutating func isVoiced(_ level: Float) -> Bool {
    // 1 dB a second: a pause is forgotten slowly, so that faint noise does not become a voice in it.
    peak = max(level, peak - 0.01)
    return level > max(peak - 32, -50)
  }
}
