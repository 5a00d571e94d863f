internal import Speech
internal import Timeline

/// An interim of audio that a final in front of it has settled: the service sends none.
struct StaleInterim {
  let interim: Located<ResultText>
  /// The final that reaches farthest by then, and to where, in seconds.
  let final: Located<ResultText>
  let end: Double

  /// Seconds that rounding may take or give.
  private static let rounding = 0.1

  /// The first in the order in which they came; nil: there is none.
  init?(in results: some Sequence<Located<ResultText>>) {
    var settled: [Int: (final: Located<ResultText>, end: Double)] = [:]
    for result in results {
      guard let start = result.value.start, let end = result.value.end else { continue }
      let channel = result.value.channel ?? 0
      if result.value.isFinal == true, end > settled[channel]?.end ?? -.infinity { settled[channel] = (result, end) }
      guard result.value.isFinal == false, !result.value.text.isEmpty, let over = settled[channel], start < over.end - Self.rounding else {
        continue
      }
      (interim, final, self.end) = (result, over.final, over.end)
      return
    }
    return nil
  }
}
