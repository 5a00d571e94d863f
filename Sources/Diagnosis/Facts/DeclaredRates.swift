internal import Timeline

/// The rate that a relay seems to declare, as lengths tell it: one for all sessions of the same audio.
///
/// In one session alone audio that comes again, or is lost, may by chance be as long as another rate would make it.
struct DeclaredRates {
  /// By the client's own rate: in how many sessions each rate explains the length; nil is none.
  private var sessions: [Int: [Int?: Int]] = [:]

  init(_ run: Series<SessionFacts>) {
    for session in run {
      guard let audio = session.info.audio?.sampleRate, let ratio = session.durationRatio, !session.sentWAV else { continue }
      sessions[audio, default: [:]][DeclaredAudio.rate(explaining: ratio, of: audio), default: 0] += 1
    }
  }

  /// The rate that explains how long this session's audio was counted, and that of most others of the same rate; nil where none does.
  func rate(of session: SessionFacts) -> Int? {
    guard let audio = session.info.audio?.sampleRate, let ratio = session.durationRatio,
      let rate = DeclaredAudio.rate(explaining: ratio, of: audio)
    else { return nil }
    let counts = sessions[audio, default: [:]]
    return counts[rate, default: 0] * 2 > counts.values.reduce(0, +) ? rate : nil
  }
}
