internal import Speech

/// A final behind results of what was said after it: the service settles one stretch before it goes on to the next.
struct OvertakenFinal {
  let final: Located<ResultText>
  /// The result in front of it that begins last.
  let ahead: Located<ResultText>

  /// The first in the order in which they came; nil: there is none.
  /// - Parameters:
  ///   - rounding: Seconds by which times may differ.
  ///   - counts: Which results in front of it count.
  init?(in results: some Sequence<Located<ResultText>>, beyond rounding: Double, of counts: (ResultText) -> Bool = { _ in true }) {
    var latest: [Int: (result: Located<ResultText>, start: Double)] = [:]
    for result in results {
      guard let start = result.value.start else { continue }
      let channel = result.value.channel ?? 0
      if result.value.isFinal == true, let other = latest[channel], start < other.start - rounding {
        (final, ahead) = (result, other.result)
        return
      }
      if counts(result.value), start > latest[channel]?.start ?? -.infinity { latest[channel] = (result, start) }
    }
    return nil
  }
}
