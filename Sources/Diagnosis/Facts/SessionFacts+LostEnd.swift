internal import Timeline

extension SessionFacts {
  /// The end of the audio that never reached the service, where it is no end that is lost but a piece: another session loses audio from the same
  /// moment on and goes on behind it, or loses such pieces again and again. Bytes of the client's audio; nil where there is none such.
  func endWithinGap(in run: RunFacts) -> Range<Int>? {
    guard let own = carriage, !own.comparison.unrelated, own.comparison.missingAtEnd > 0 else { return nil }
    let all = own.client.bytes.count
    let onset = own.seconds(all - own.comparison.missingAtEnd)
    let isPiece = run.sessions.contains { other in
      guard other.info.number != info.number, let carriage = other.carriage, !carriage.comparison.unrelated else { return false }
      let lost = own.seconds(own.comparison.missingAtEnd)
      let pieces = carriage.gaps.map { (at: carriage.seconds($0.lowerBound), length: carriage.seconds($0.count)) }
      let isScattered = pieces.count >= 3 && lost <= 2 * (pieces.map(\.length).max() ?? 0)
      return isScattered || pieces.contains { abs($0.at - onset) < 0.1 && $0.length > lost }
    }
    return isPiece ? all - own.comparison.missingAtEnd..<all : nil
  }
}
