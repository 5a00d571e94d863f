internal import Speech
internal import Timeline

extension SessionFacts {
  /// Tenths of a second without a sound that part two utterances; what is spoken in one breath has shorter pauses.
  private static let pause = 6

  /// Up to where each utterance of the client's audio is heard, in seconds; nil where nobody has counted them, or where its sound shows another
  /// number of them.
  var utteranceEnds: [Double]? {
    guard let count = info.audio?.utterances, count > 0, streamedWhole, let tenths else { return nil }
    var ends: [Int] = []
    for (place, level) in tenths.enumerated() where level >= Self.inaudible {
      if let last = ends.last, place - last < Self.pause { ends[ends.count - 1] = place + 1 } else { ends.append(place + 1) }
    }
    return ends.count == count ? ends.map { Double($0) / 10 } : nil
  }

  /// Finals with words and how long each came behind the last of its audio, which nobody speaks sooner than it takes; the last one only while
  /// audio was still being sent: behind its end there is the stop to wait for.
  func waitsOfFinals(on hop: HopFacts) -> [(final: Located<ResultText>, waited: Nanoseconds)] {
    let reach = reachOfFinals(on: hop)
    guard !reach.isEmpty, let last = sound(on: hop).last, let arrivals = arrivals(on: hop) else { return [] }
    return reach.enumerated().compactMap { place, reached in
      guard reached.final.at <= last.at || place + 1 < reach.count else { return nil }
      return arrivals.due(reached.end).map { (reached.final, reached.final.at - $0) }
    }
  }

  /// How far each reaches, in seconds: as it says itself, or, where none does and there is one for each utterance of the client's, as far as that.
  private func reachOfFinals(on hop: HopFacts) -> [(final: Located<ResultText>, end: Double)] {
    let worded = hop.finals.filter { !$0.value.text.isEmpty }
    let told = worded.compactMap { final in final.value.end.map { (final: final, end: $0) } }
    guard told.isEmpty, hop.hop == .client, let ends = utteranceEnds, ends.count == worded.count else { return told }
    return zip(worded, ends).map { (final: $0, end: $1) }
  }
}
