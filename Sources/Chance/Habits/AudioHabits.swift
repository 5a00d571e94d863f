internal import Lab

/// What a healthy relay may do to audio, as long as it declares it.
enum AudioHabits {
  static let all: [Habit] = [
    Habit("chunks", .chunks) { draw in Rechunking(milliseconds: 20 + 90 * draw.amount) },
    Habit("mulaw", .audio) { _ in Reencoding(to: .mulaw) },
    Habit("floats", .audio) { _ in Reencoding(to: .linear32) },
    Habit("half-rate", .audio) { _ in Reencoding(to: .half) },
    Habit("skips-silence", .audio) { _ in SkippingSilence() },
  ]
}
