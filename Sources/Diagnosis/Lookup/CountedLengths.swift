internal import Timeline

/// How many seconds the service counts for one that was sent, over all sessions of a run that send the same format.
///
/// What a relay declares is the same in each of them: a length that is right in one and half in the next tells of audio that is missing, and of no
/// declaration.
struct CountedLengths {
  private struct Format: Hashable {
    let encoding: String
    let sampleRate: Int
    let channels: Int

    init?(_ session: SessionFacts) {
      guard let audio = session.info.audio, !session.sentWAV else { return nil }
      (encoding, sampleRate, channels) = (audio.encoding, audio.sampleRate, audio.channels)
    }
  }

  private static let tolerance = 0.1
  private var ratios: [Format: (least: Double, most: Double)] = [:]

  init(_ sessions: Series<SessionFacts>) {
    for session in sessions {
      guard let format = Format(session), let ratio = session.durationRatio else { continue }
      let known = ratios[format] ?? (ratio, ratio)
      ratios[format] = (min(known.least, ratio), max(known.most, ratio))
    }
  }

  /// Why the length in one session says nothing of what is declared; nil where all agree.
  func doubt(on session: SessionFacts) -> String? {
    guard let format = Format(session), let range = ratios[format], range.most > range.least * (1 + Self.tolerance) else { return nil }
    return
      "the service counts between \(decimal(range.least, 2)) and \(decimal(range.most, 2)) times what was sent, and what is declared does not change from session to session"
  }
}
