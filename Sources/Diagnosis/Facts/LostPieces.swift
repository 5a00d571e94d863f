internal import Timeline

/// The pieces that all sessions of a run lose in the middle of their audio: where they begin, and how long they are.
///
/// Where a session loses its end, that may be one of them: the end of a short session is the middle of a longer one.
struct LostPieces {
  /// Seconds by which two beginnings may differ.
  private static let near = 0.1

  /// Seconds of the longest piece of those sessions that lose several.
  private var scattered = 0.0
  /// The longest by where it begins, in steps of `near`.
  private var longest: [Int: Double] = [:]

  init(_ sessions: Series<SessionFacts>) {
    // A client that comes back has left something out itself.
    for session in sessions where session.legs.count == 1 {
      guard let carriage = session.carriage, !carriage.comparison.unrelated else { continue }
      let gaps = Self.joined(carriage.gaps, carriage)
      for gap in gaps {
        let length = carriage.seconds(gap.count)
        if gaps.count >= 3 { scattered = max(scattered, length) }
        let place = Self.cell(carriage.seconds(gap.lowerBound))
        longest[place] = max(longest[place] ?? 0, length)
      }
    }
  }

  /// Silence between two pieces that are lost may be that of another place, and through a converter a little may fit by chance: the two are one.
  private static func joined(_ gaps: [Range<Int>], _ carriage: Carriage) -> [Range<Int>] {
    gaps.reduce(into: []) { joined, gap in
      guard let last = joined.last else { return joined.append(gap) }
      let between = last.upperBound..<gap.lowerBound
      let isLittle = carriage.comparison.isConverted && between.count * 10 < last.count + gap.count
      guard isLittle || carriage.isQuiet(between) else { return joined.append(gap) }
      joined[joined.count - 1] = last.lowerBound..<gap.upperBound
    }
  }

  private static func cell(_ seconds: Double) -> Int { Int((seconds / near).rounded(.down)) }

  /// The end of the audio that never reached the service, where it is no end that is lost but a piece: another session loses audio from the same
  /// moment on and goes on behind it, or such pieces are lost again and again. Bytes of the client's audio; nil where there is none such.
  func end(of session: SessionFacts) -> Range<Int>? {
    guard let carriage = session.carriage, !carriage.comparison.unrelated, carriage.comparison.missingAtEnd > 0 else { return nil }
    let all = carriage.client.bytes.count
    let lost = carriage.seconds(carriage.comparison.missingAtEnd)
    let onset = Self.cell(carriage.seconds(all - carriage.comparison.missingAtEnd))
    let isPiece = lost <= 2 * scattered || (onset - 1...onset + 1).contains { longest[$0] ?? 0 > lost }
    return isPiece ? all - carriage.comparison.missingAtEnd..<all : nil
  }
}
